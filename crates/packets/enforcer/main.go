// The enforcer runs Kubernetes' own kube-network-policies in the network namespace that it is started in, with the objects of
// a file in place of an API server. It says "ready" when it takes packets from queue 100, and ends when its standard input does.
//
// The rules that lead packets into the queue are laid by who starts it: the controller's own need a kernel with nft_queue.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	policyv1alpha1 "sigs.k8s.io/network-policy-api/apis/v1alpha1"
	policyfake "sigs.k8s.io/network-policy-api/pkg/client/clientset/versioned/fake"
	policyinformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"
	"sigs.k8s.io/yaml"
)

const node = "node"

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: enforcer OBJECTS.yaml"))
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	objects, admin, err := read(string(text))
	if err != nil {
		fail(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	client := fake.NewSimpleClientset(objects...)
	factory := informers.NewSharedInformerFactory(client, 0)
	adminClient := policyfake.NewSimpleClientset(admin...)
	adminFactory := policyinformers.NewSharedInformerFactory(adminClient, 0)
	policies := adminFactory.Policy().V1alpha1()
	controller, err := networkpolicy.NewController(client,
		factory.Networking().V1().NetworkPolicies(), factory.Core().V1().Namespaces(), factory.Core().V1().Pods(),
		factory.Core().V1().Nodes(), adminClient, policies.AdminNetworkPolicies(), policies.BaselineAdminNetworkPolicies(),
		networkpolicy.Config{NodeName: node, QueueID: 100, AdminNetworkPolicy: true, BaselineAdminNetworkPolicy: true})
	if err != nil {
		fail(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- controller.Run(ctx) }()
	factory.Start(ctx.Done())
	adminFactory.Start(ctx.Done())
	if err := ready(); err != nil {
		fail(err)
	}
	fmt.Println("ready")
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := <-ended; err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "enforcer:", err)
	os.Exit(1)
}

// read parses the kinds that there are and does what the API server would have done: the default of policyTypes, and empty lists
// that its encoding drops.
func read(text string) (objects, admin []runtime.Object, err error) {
	for _, document := range strings.Split(text, "---\n") {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
			return nil, nil, err
		}
		switch kind.Kind {
		case "Namespace":
			it := &corev1.Namespace{}
			if err := yaml.UnmarshalStrict([]byte(document), it); err != nil {
				return nil, nil, err
			}
			if it.Labels == nil {
				it.Labels = map[string]string{}
			}
			it.Labels["kubernetes.io/metadata.name"] = it.Name
			objects = append(objects, it)
		case "Pod":
			it := &corev1.Pod{}
			if err := yaml.UnmarshalStrict([]byte(document), it); err != nil {
				return nil, nil, err
			}
			it.Spec.NodeName = node
			it.Status.Phase = corev1.PodRunning
			for _, ip := range strings.Split(it.Annotations["addresses"], ",") {
				it.Status.PodIPs = append(it.Status.PodIPs, corev1.PodIP{IP: ip})
			}
			objects = append(objects, it)
		case "NetworkPolicy":
			it := &networkingv1.NetworkPolicy{}
			if err := yaml.UnmarshalStrict([]byte(document), it); err != nil {
				return nil, nil, err
			}
			objects = append(objects, defaulted(it))
		case "AdminNetworkPolicy":
			it := &policyv1alpha1.AdminNetworkPolicy{}
			if err := yaml.UnmarshalStrict([]byte(document), it); err != nil {
				return nil, nil, err
			}
			admin = append(admin, it)
		case "BaselineAdminNetworkPolicy":
			it := &policyv1alpha1.BaselineAdminNetworkPolicy{}
			if err := yaml.UnmarshalStrict([]byte(document), it); err != nil {
				return nil, nil, err
			}
			admin = append(admin, it)
		case "":
		default:
			return nil, nil, fmt.Errorf("kind %s", kind.Kind)
		}
	}
	return objects, admin, nil
}

func defaulted(it *networkingv1.NetworkPolicy) *networkingv1.NetworkPolicy {
	spec := &it.Spec
	if len(spec.PolicyTypes) == 0 {
		spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(spec.Egress) > 0 {
			spec.PolicyTypes = append(spec.PolicyTypes, networkingv1.PolicyTypeEgress)
		}
	}
	if len(spec.Ingress) == 0 {
		spec.Ingress = nil
	}
	if len(spec.Egress) == 0 {
		spec.Egress = nil
	}
	for _, rule := range spec.Ingress {
		defaultPorts(rule.Ports)
	}
	for _, rule := range spec.Egress {
		defaultPorts(rule.Ports)
	}
	return it
}

func defaultPorts(ports []networkingv1.NetworkPolicyPort) {
	tcp := corev1.ProtocolTCP
	for at := range ports {
		if ports[at].Protocol == nil {
			ports[at].Protocol = &tcp
		}
	}
}

// ready waits until the kernel has somebody at the other end of the queue, which the controller opens last.
func ready() error {
	for range 500 {
		time.Sleep(10 * time.Millisecond)
		queues, _ := os.ReadFile("/proc/self/net/netfilter/nfnetlink_queue")
		if strings.TrimSpace(string(queues)) != "" {
			return nil
		}
	}
	return fmt.Errorf("no queue after five seconds")
}
