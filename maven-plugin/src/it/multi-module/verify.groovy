// One module's network is made of another one's layers, which no jar holds yet.
assert !new File(basedir, 'lib/target').listFiles().any { it.name.endsWith('.jar') }
assert new File(basedir, 'app/target/classes/acme/Xor.class').isFile()
assert new File(basedir, 'build.log').text.contains('Tests run: 1, Failures: 0')
