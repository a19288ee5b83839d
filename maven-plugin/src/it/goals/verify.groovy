def log = new File(basedir, 'build.log').text

// fmt
assert log.contains('-    score=x ->')
assert log.contains('+    score = x ->')
assert log.contains('1 of 1 file would change; mvn netc:fmt formats them')
assert log.contains('formatted 1 of 1 file')
assert log.contains('all files are formatted')
assert new File(basedir, 'src/main/netc/xor.net').text.contains('    score = x ->')

// check, summary, help, skip
assert log.contains('1 file is ok')
assert new File(basedir, 'target/netc/check.sarif').isFile()
assert log.contains('Xor for N = 32')
assert log.contains('netc.packageSources')
assert log.contains('netc is skipped')
assert !new File(basedir, 'target/generated-sources/netc').exists()

// Mistakes in options
assert log.contains('<deny> unsued: there is no such warning; did you mean unused?')
assert log.contains('argument hiden: no network here takes it; there is hidden')
assert log =~ /graphFormat is one of \[.*\], not png/

// graph
assert new File(basedir, 'target/netc/graph/Xor.svg').text.contains('<svg')
assert new File(basedir, 'target/netc/graph/Xor.html').text.contains('<svg')
