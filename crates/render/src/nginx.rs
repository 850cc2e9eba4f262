//! `nginx.conf`: which path goes where, and a log that tells who asked.
//!
//! The routes are those of D:docker/nginx/conf.d/default.conf.template. `/inner/api` is not among them: it runs apps for any
//! tenant and belongs to the plugin daemon alone.

use crate::plan::Plan;

/// Paths that the api answers. `/openapi` came with 1.15, `/mcp` and `/triggers` are older than every version that is written.
const API: &[&str] = &["/console/api", "/api", "/v1", "/openapi", "/files", "/mcp", "/triggers"];

/// The whole file; it replaces the image's own.
pub(crate) fn config(plan: &Plan) -> String {
    let locations: String = API.iter().map(|path| location(path, "http://api:5001", "")).collect();
    let sockets = location(
        "/socket.io/",
        "http://api-websocket:5001",
        "            proxy_set_header Upgrade $http_upgrade;\n            proxy_set_header Connection \"upgrade\";\n",
    );
    let sockets = if plan.has_agents() { sockets } else { String::new() };
    let hooks = location(
        "/e/",
        "http://plugin-daemon:5002",
        "            proxy_set_header Dify-Hook-Url https://$host$request_uri;\n",
    );
    let web = location("/", "http://web:3000", "");
    format!(
        r#"worker_processes auto;
error_log /dev/stderr notice;
pid /tmp/nginx.pid;

events {{
    worker_connections 1024;
}}

http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;

    # The last field is who asked: the first is the ingress controller.
    log_format main '$remote_addr - $remote_user [$time_local] "$request" '
                    '$status $body_bytes_sent "$http_referer" '
                    '"$http_user_agent" "$http_x_forwarded_for"';
    access_log /dev/stdout main;

    # The image's own places need a writable root.
    client_body_temp_path /tmp/client_body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

    server_tokens off;
    sendfile on;
    keepalive_timeout 65;
    client_max_body_size 100M;

    server {{
        listen 8080;
        server_name _;

        # Not for the outside: it acts for any tenant.
        location /inner/ {{
            return 404;
        }}

{locations}{sockets}{hooks}{web}    }}
}}
"#
    )
}

fn location(path: &str, target: &str, extra: &str) -> String {
    format!(
        "        location {path} {{\n            proxy_pass {target};\n            proxy_http_version 1.1;\n            proxy_set_header Host $host;\n            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n            proxy_set_header X-Forwarded-Proto https;\n            proxy_set_header X-Forwarded-Host $host;\n{extra}            proxy_buffering off;\n            proxy_read_timeout 3600s;\n            proxy_send_timeout 3600s;\n        }}\n\n"
    )
}
