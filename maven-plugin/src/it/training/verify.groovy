def log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 1, Failures: 0, Errors: 0, Skipped: 0')

// What is for tests only is not in the jar, and a file without networks gives no class.
def entries = new java.util.zip.ZipFile(new File(basedir, 'target/training-1.jar')).entries().collect { it.name }
assert !entries.contains('acme/Xor.class')
assert entries.contains('META-INF/netc/blocks.net')
assert new File(basedir, 'target/generated-test-sources/netc/acme/Xor.java').isFile()
