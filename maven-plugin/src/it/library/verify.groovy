def log = new File(basedir, 'build.log').text
assert log.count('Tests run: 1, Failures: 0') >= 2
def state = new File(basedir, 'app/target/netc/generate-default.state').text
assert state.contains('library-lib-1.jar!/META-INF/netc/acme/blocks.net')
assert state.contains('library-lib-1.jar!/META-INF/netc/acme/parts/activation.net')
assert log.contains('[ERROR] library-lib-1.jar!/META-INF/netc/acme/blocks.net:[5,51] error[E0301]')
