// The class is in the jar, the network is there for others to import, and nothing else is new.
def entries = new java.util.zip.ZipFile(new File(basedir, 'target/minimal-1.jar')).entries().collect { it.name }
assert entries.contains('acme/Xor.class')
assert entries.contains('acme/Main.class')
assert entries.contains('META-INF/netc/xor.net')

def java = new File(basedir, 'target/generated-sources/netc/acme/Xor.java').text
assert java.contains('Learns whether exactly one of two inputs is 1.')
assert !java.contains(basedir.path) : 'no path of this machine'

def log = new File(basedir, 'build.log').text
assert log.contains('generated 1 .java file from 1 .net file')
assert !log.contains('WARN')
