// Every mistake is in the log, at its place as editors parse it, before the build fails.
def log = new File(basedir, 'build.log').text.readLines()
def netc = new File(basedir, 'src/main/netc').canonicalPath
def at = { String text -> log.findIndexOf { it.contains(text) } }

int two = at('[ERROR] ' + netc + '/deep/two.net:[8,54] error[E0201]: unknown name `Linaer`')
int one = at('[ERROR] ' + netc + '/one.net:[8,64] error[E0301]: `Linear` expects 5 input features, its input has 8')
int warned = at('[WARNING] ' + netc + '/warned.net:[10,5] warning[W0311]')
int failure = at('BUILD FAILURE')
assert [one, two, warned, failure].every { it >= 0 }
assert [one, two, warned].every { it < failure }
assert at('the networks have 2 errors, 1 warning; see above') >= 0
assert log.every { !it.startsWith('\tat ') && !it.startsWith('    at ') }

// Nothing is generated, not even from what is right.
assert !new File(basedir, 'target/generated-sources/netc').exists()

def sarif = new groovy.json.JsonSlurper().parse(new File(basedir, 'target/netc/generate-default.sarif'))
assert sarif.version == '2.1.0'
assert sarif.runs[0].results.collect { it.ruleId }.toSet() == ['E0201', 'E0301', 'W0311'] as Set
assert sarif.runs[0].results.every { !it.locations[0].physicalLocation.artifactLocation.uri.startsWith('file:') }
