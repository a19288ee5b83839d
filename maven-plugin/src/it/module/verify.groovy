// The module finds the runtime by its name, on the module path, and runs.
def java = new File(System.getProperty('java.home'), 'bin/java').path
def runtime = new File(localRepositoryPath, 'dev/netc/netc-runtime').listFiles().find { it.directory }
def path = [new File(basedir, 'target/module-1.jar').path, runtime.listFiles().find { it.name ==~ /netc-runtime-[^-]*(-SNAPSHOT)?\.jar/ }.path]
def process = [java, '-p', path.join(File.pathSeparator), '--describe-module', 'acme.predictor'].execute()
def text = process.text
assert text.contains('requires dev.netc.runtime transitive')
assert process.waitFor() == 0
assert new File(basedir, 'target/classes/acme/Xor.class').isFile()
