// Consumers opens what sekisho writes with the code that opens it in a cluster: Kubernetes' own types, the controller of
// SealedSecrets, the types of External Secrets. Manifests come on standard input; a Secret's keys and values go out as JSON.
package main

import (
	"bytes"
	"crypto/rsa"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"time"

	ss "github.com/bitnami-labs/sealed-secrets/pkg/apis/sealedsecrets/v1alpha1"
	"github.com/bitnami-labs/sealed-secrets/pkg/crypto"
	esv1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1"
	esv1alpha1 "github.com/external-secrets/external-secrets/apis/externalsecrets/v1alpha1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/util/keyutil"
	"sigs.k8s.io/yaml"
)

// opened is what one manifest comes to.
type opened struct {
	Kind      string            `json:"kind"`
	Namespace string            `json:"namespace"`
	Name      string            `json:"name"`
	Data      map[string]string `json:"data"`
}

func main() {
	var err error
	switch {
	case len(os.Args) == 4 && os.Args[1] == "keypair":
		err = keypair(os.Args[2], os.Args[3])
	case len(os.Args) == 2 && os.Args[1] == "open":
		err = open("")
	case len(os.Args) == 3 && os.Args[1] == "open":
		err = open(os.Args[2])
	default:
		err = fmt.Errorf("usage: consumers keypair KEY CERT | open [KEY]")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// keypair makes a key and a certificate as the controller does at its first start.
func keypair(keyFile, certFile string) error {
	key, cert, err := crypto.GeneratePrivateKeyAndCert(2048, 24*time.Hour, "")
	if err != nil {
		return err
	}
	encoded, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(keyFile, encoded, 0o600); err != nil {
		return err
	}
	return os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}), 0o600)
}

// open reads every document strictly: a field that the type does not have is an error.
func open(keyFile string) error {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var all []opened
	for _, document := range bytes.Split(input, []byte("---\n")) {
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		one, err := decode(document, keyFile)
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	return json.NewEncoder(os.Stdout).Encode(all)
}

func decode(document []byte, keyFile string) (opened, error) {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	if err := yaml.Unmarshal(document, &head); err != nil {
		return opened{}, err
	}
	switch head.APIVersion + " " + head.Kind {
	case "v1 Secret":
		var secret corev1.Secret
		return ofSecret(&secret, yaml.UnmarshalStrict(document, &secret))
	case "bitnami.com/v1alpha1 SealedSecret":
		var sealed ss.SealedSecret
		if err := yaml.UnmarshalStrict(document, &sealed); err != nil {
			return opened{}, err
		}
		secret, err := unseal(&sealed, keyFile)
		return ofSecret(secret, err)
	case "external-secrets.io/v1 ExternalSecret":
		var external esv1.ExternalSecret
		err := yaml.UnmarshalStrict(document, &external)
		return opened{head.Kind, external.Namespace, external.Name, remotes(&external)}, err
	case "external-secrets.io/v1alpha1 PushSecret":
		var push esv1alpha1.PushSecret
		err := yaml.UnmarshalStrict(document, &push)
		return opened{head.Kind, push.Namespace, push.Name, pushed(&push)}, err
	}
	return opened{}, fmt.Errorf("nobody reads %s %s", head.APIVersion, head.Kind)
}

func ofSecret(secret *corev1.Secret, err error) (opened, error) {
	if err != nil {
		return opened{}, err
	}
	data := map[string]string{}
	for key, value := range secret.Data {
		data[key] = string(value)
	}
	return opened{"Secret", secret.Namespace, secret.Name, data}, nil
}

func unseal(sealed *ss.SealedSecret, keyFile string) (*corev1.Secret, error) {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, err
	}
	parsed, err := keyutil.ParsePrivateKeyPEM(text)
	if err != nil {
		return nil, err
	}
	key := parsed.(*rsa.PrivateKey)
	fingerprint, err := crypto.PublicKeyFingerprint(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	if err := ss.AddToScheme(scheme); err != nil {
		return nil, err
	}
	codecs := serializer.NewCodecFactory(scheme)
	return sealed.Unseal(codecs, map[string]*rsa.PrivateKey{fingerprint: key})
}

func remotes(external *esv1.ExternalSecret) map[string]string {
	found := map[string]string{}
	for _, it := range external.Spec.Data {
		found[it.SecretKey] = it.RemoteRef.Key + "#" + it.RemoteRef.Property
	}
	return found
}

func pushed(push *esv1alpha1.PushSecret) map[string]string {
	found := map[string]string{}
	for _, it := range push.Spec.Data {
		found[it.Match.SecretKey] = it.Match.RemoteRef.RemoteKey + "#" + it.Match.RemoteRef.Property
	}
	return found
}
