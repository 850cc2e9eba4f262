//! What is assembled of texts that were read before says the same as what is read anew, after any edits in any order.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use inventory::{Input, Options, assemble, parse, parse_again, read};
use lang::Lang;
use model::{Inventory, Parsed};

/// What no fixture of a rule has: what depends on its neighbours, and what is no document.
const ODD: &[&str] = &[
    "# Source: dify/templates/api.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, labels: {helm.sh/chart: dify-1}}\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: langgenius/dify-api:1.9.2\n          env: [{name: DB_HOST, value: postgres.prod.svc.cluster.local}]\n",
    "# Source: dify/charts/postgres/templates/service.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: postgres, namespace: prod}\nspec: {selector: {app: pg}}\n",
    "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: pg, namespace: prod}\nspec:\n  template:\n    metadata: {labels: {app: pg}}\n    spec:\n      containers:\n        - {name: pg, image: 'postgres:15'}\n",
    "kind: [broken\n",
    "image: {{ .Values.image }}\n",
    "# sekisho: ignore runs-as-root until=2099-01-01 reason=\"we know\"\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x}]}\n",
    "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {SECRET_KEY: difyai123456}}\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: 1}}\n",
    "global:\n  secretKey: sk-9f73s3ljTXVcMT3Blb3ljTqtsKiGHXVcMT3BlbkFJLK7U\n",
    "# only a comment\n",
];

/// A generator of numbers that says the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n.max(1)
    }
}

/// The documents of the rules' fixtures, and the odd ones.
fn documents() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/tests/it/fixtures");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the fixtures are there")
        .flat_map(|rule| fs::read_dir(rule.expect("a folder").path()).expect("a folder of a rule"))
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .collect();
    files.sort();
    let mut documents: Vec<String> = ODD.iter().map(|it| (*it).to_owned()).collect();
    for file in files {
        let text = fs::read_to_string(file).expect("a text");
        documents.extend(
            yaml::split(&text).into_iter().map(|it| it.span.slice(&text).trim_start_matches("---\n").to_owned()),
        );
    }
    documents
}

/// One file under edits: its documents, and the text as it was read last.
struct File {
    name: String,
    documents: Vec<String>,
    parsed: Arc<Parsed>,
}

impl File {
    fn new(name: String, documents: Vec<String>) -> File {
        let parsed = parse(Input::file(&name, documents.join("---\n")));
        File { name, documents, parsed }
    }

    fn edit(&mut self, dice: &mut Dice, pool: &[String]) {
        let at = dice.below(self.documents.len());
        match dice.below(5) {
            0 => self.documents.insert(at, pool[dice.below(pool.len())].clone()),
            1 if self.documents.len() > 1 => drop(self.documents.remove(at)),
            2 => {
                let other = dice.below(self.documents.len());
                self.documents.swap(at, other);
            }
            3 => self.documents[at] = pool[dice.below(pool.len())].clone(),
            _ => self.documents[at].insert_str(0, "# one more line\n"),
        }
        self.parsed = parse_again(&self.parsed, self.documents.join("---\n"));
    }
}

/// Everything that can be seen of an inventory.
fn seen(inventory: &Inventory) -> String {
    let documents = &inventory.documents;
    let mut out = forms::json::audit(inventory, &rules::audit(inventory), Lang::En);
    for it in inventory.metas() {
        let (at, path) = (documents.location(it.place), documents.path(it.name.place));
        let _ = writeln!(out, "{} {}/{} {at:?} {path}", it.kind, it.namespace, it.name.value);
    }
    for it in &inventory.workloads {
        let _ = writeln!(out, "{:?} {:?} {:?}", it.component, it.version, it.main_container);
    }
    for it in &inventory.problems {
        let _ = writeln!(out, "{} {:?} {:?}", inventory.address(it), it.kind, it.reason);
    }
    for it in inventory.settings.iter().flat_map(|it| &it.settings) {
        let _ = writeln!(out, "{:?} {:?}", it.path, documents.location(it.value.place));
    }
    for it in &inventory.suppressions {
        let lines = it.place.map(|place| documents.location(place));
        let _ = writeln!(out, "{} {:?} {lines:?}", it.rule, it.stands);
    }
    let left_out: Vec<&str> = inventory.left_out.iter().map(|it| it.path.as_str()).collect();
    let _ = writeln!(out, "{left_out:?} {} {}", documents.n_documents(), inventory.n_objects());
    out
}

#[test]
fn assembled_pieces_say_what_the_whole_says() {
    let pool = documents();
    let options = Options::default();
    for seed in 0..40 {
        let dice = &mut Dice(seed);
        let mut made = 0;
        let mut new_file = |dice: &mut Dice| {
            made += 1;
            let n = 1 + dice.below(6);
            let name = if dice.below(8) == 0 { format!("{made}/.env") } else { format!("{made}/a.yaml") };
            File::new(name, (0..n).map(|_| pool[dice.below(pool.len())].clone()).collect())
        };
        let mut files: Vec<File> = (0..3).map(|_| new_file(dice)).collect();
        for _ in 0..8 {
            let at = dice.below(files.len());
            match dice.below(8) {
                0 => files.insert(at, new_file(dice)),
                1 if files.len() > 1 => drop(files.remove(at)),
                2 => files.rotate_left(at),
                _ => files[at].edit(dice, &pool),
            }
            let texts: Vec<Arc<Parsed>> = files.iter().map(|it| Arc::clone(&it.parsed)).collect();
            let anew = files.iter().map(|it| Input::file(&it.name, it.documents.join("---\n"))).collect();
            let (assembled, anew) = (seen(&assemble(&texts, &options)), seen(&read(anew, &options)));
            assert!(assembled == anew, "seed {seed}\n{}", first_difference(&assembled, &anew));
        }
    }
}

fn first_difference(one: &str, other: &str) -> String {
    let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    lines.map_or_else(|| "one is longer".to_owned(), |(one, other)| format!("- {one}\n+ {other}"))
}

#[test]
fn what_is_untouched_is_the_same_object() {
    let text = |image: &str| {
        let pod = |name: &str, image: &str| {
            format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{name: a, image: {image}}}]}}\n"
            )
        };
        [pod("one", "x"), pod("two", image), pod("three", "x")].join("---\n")
    };
    let old = parse(Input::file("a.yaml", text("short")));
    let new = parse_again(&old, text("much-longer-than-before"));
    let same: Vec<bool> =
        old.stretches.iter().zip(&new.stretches).map(|(old, new)| Arc::ptr_eq(&old.piece, &new.piece)).collect();
    assert_eq!(same, [true, false, true]);
}
