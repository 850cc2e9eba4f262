//! The tables behind [`fields`](super::fields): the names of well-known fields, and the shapes of their values.

/// Fields that only hold others, and the names under which credentials usually stand.
#[rustfmt::skip]
pub(super) const STRUCTURE: &[&str] = &[
    "apiVersion", "items", "labels", "selector", "matchLabels", "containers", "initContainers", "env", "envFrom",
    "valueFrom", "secretKeyRef", "configMapKeyRef", "secretRef", "configMapRef", "volumes", "volumeMounts", "ports",
    "limits", "requests", "securityContext", "capabilities", "livenessProbe", "readinessProbe", "startupProbe",
    "httpGet", "ingress", "egress", "from", "to", "podSelector", "namespaceSelector", "ipBlock", "backend",
    "service", "services", "environment", "affinity", "tolerations", "password", "username", "token", "secret",
    "secretKey", "apiKey", "key", "auth", "enabled", "global", "tag", "repository",
];

/// Fields at the top of an object below which something may be shown.
#[rustfmt::skip]
pub(super) const TOP: &[&str] = &[
    "metadata", "spec", "type", "rules", "roleRef", "subjects", "secrets", "imagePullSecrets", "resources",
    "template", "webhooks", "scaleTargetRef", "provisioner", "value", "handler",
];

/// Fields below which stands whatever people like.
#[rustfmt::skip]
pub(super) const FREE: &[&str] = &[
    "data", "stringData", "binaryData", "encryptedData", "annotations", "args", "command", "values", "parameters",
    "config", "env_file", "status", "managedFields", "headers", "httpHeaders", "provider",
];

/// What a value looks like.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Word,
    Name,
    Number,
    Quantity,
    Path,
    Address,
    Image,
}

impl Shape {
    pub(super) fn fits(self, value: &str) -> bool {
        let bytes = || value.bytes();
        let all = |more: &[u8]| bytes().all(|it| it.is_ascii_alphanumeric() || more.contains(&it));
        match self {
            Shape::Word => value.len() <= 40 && bytes().all(|it| it.is_ascii_alphabetic() || b"_-*".contains(&it)),
            Shape::Name => value.len() <= 253 && all(b"._-/*:"),
            Shape::Number => value.len() <= 12 && bytes().all(|it| it.is_ascii_digit() || b"-%.".contains(&it)),
            Shape::Quantity => value.len() <= 12 && value.starts_with(|it: char| it.is_ascii_digit()) && all(b"."),
            Shape::Path => value.len() <= 200 && all(b"._-/*") && !value.split('/').any(is_random),
            Shape::Address => value.len() <= 50 && bytes().all(|it| it.is_ascii_hexdigit() || b".:/".contains(&it)),
            Shape::Image => {
                let name = value.split_once("@sha256:").map_or(Some(value), |(name, digest)| {
                    (digest.len() == 64 && digest.bytes().all(|it| it.is_ascii_hexdigit())).then_some(name)
                });
                value.len() <= 300
                    && name
                        .is_some_and(|name| name.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-/:".contains(&it)))
                    && !value.contains("//")
            }
        }
    }
}

/// The fields whose values may be shown, by the shape that belongs to them.
#[rustfmt::skip]
pub(super) static FIELDS: &[(Shape, &[&str])] = &[
    (
        Shape::Word,
        &[
            "imagePullPolicy", "restartPolicy", "dnsPolicy", "protocol", "pathType", "policyTypes", "operator",
            "effect", "externalTrafficPolicy", "internalTrafficPolicy", "sessionAffinity", "accessModes",
            "volumeMode", "scheme", "procMount", "fsGroupChangePolicy", "concurrencyPolicy", "podManagementPolicy",
            "persistentVolumeReclaimPolicy", "whenUnsatisfiable", "medium", "ipFamilyPolicy", "ipFamilies", "verbs",
            "mountPropagation", "terminationMessagePolicy",
        ],
    ),
    (
        Shape::Name,
        &[
            "name", "namespace", "generateName", "serviceAccountName", "serviceAccount", "secretName", "claimName",
            "schedulerName", "priorityClassName", "runtimeClassName", "storageClassName", "ingressClassName",
            "nodeName", "containerName", "volumeName", "serviceName", "apiGroup", "apiGroups", "apiVersion", "group",
            "kind", "fieldPath", "type", "appProtocol", "topologyKey", "resources", "resourceNames", "host", "hosts",
            "targetPort", "controllerName",
        ],
    ),
    (
        Shape::Number,
        &[
            "port", "containerPort", "hostPort", "nodePort", "endPort", "number", "replicas", "minReplicas",
            "maxReplicas", "runAsUser", "runAsGroup", "fsGroup", "supplementalGroups", "initialDelaySeconds",
            "periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold",
            "terminationGracePeriodSeconds", "activeDeadlineSeconds", "ttlSecondsAfterFinished", "backoffLimit",
            "revisionHistoryLimit", "progressDeadlineSeconds", "completions", "parallelism", "defaultMode", "mode",
            "expirationSeconds", "minAvailable", "maxUnavailable", "maxSurge", "weight", "averageUtilization",
            "minReadySeconds", "instances",
        ],
    ),
    (Shape::Quantity, &["cpu", "memory", "storage", "ephemeral-storage", "sizeLimit", "size"]),
    (Shape::Path, &["mountPath", "path", "subPath", "workingDir", "nonResourceURLs", "localhostProfile"]),
    (Shape::Address, &["cidr", "except", "loadBalancerSourceRanges", "clusterIP", "clusterIPs", "externalIPs"]),
    (Shape::Image, &["image", "imageName"]),
];

/// Whether a word changes between letters and digits as no name does.
pub(super) fn is_random(word: &str) -> bool {
    let kinds = word.bytes().filter(u8::is_ascii_alphanumeric).map(|it| it.is_ascii_digit());
    let changes = kinds.clone().zip(kinds.skip(1)).filter(|(a, b)| a != b).count();
    word.len() >= 12 && changes >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_the_shape_of_its_field() {
        assert!(
            Shape::Image.fits("ghcr.io/a/b:1.2")
                && !Shape::Image.fits("user:pw@host/a")
                && !Shape::Image.fits("https://x")
        );
        assert!(
            Shape::Path.fits("/health/ready")
                && !Shape::Path.fits("/h?token=1")
                && !Shape::Path.fits("/h/q7w8e9r0t1y2u3")
        );
        assert!(Shape::Address.fits("169.254.169.254/32") && !Shape::Address.fits("secret"));
    }

    #[test]
    fn no_field_stands_twice() {
        let mut names: Vec<&str> = FIELDS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
