def file = { int run, String name -> new File(basedir, "target/after-${run}/acme/${name}") }
def names = ['First.java', 'Second.java', 'gone/Gone.java', 'First.class', 'Second.class', 'gone/Gone.class']
def same = { int a, int b, String name ->
  file(a, name).bytes == file(b, name).bytes && file(a, name).lastModified() == file(b, name).lastModified()
}

// The second run touches nothing, and neither does javac.
names.each { assert same(1, 2, it) }
def log = new File(basedir, 'build.log').text
def took = (log =~ /all is up to date \(3 \.net files, (\d+) ms\)/)
assert took.find()
println "a run without work took ${took.group(1)} ms in the mojo"

// Another argument changes the networks that take it; Second has one of its own.
assert file(1, 'First.java').text.contains('float[33]')
assert file(3, 'First.java').text.contains('float[65]')
assert file(1, 'Second.java').text.contains('float[17]')
assert same(1, 3, 'Second.java')

// What no source gives any longer is gone, with its directory; the others stay.
assert !new File(basedir, 'target/generated-sources/netc/acme/gone').exists()
assert !file(4, 'gone/Gone.java').exists()
assert same(3, 4, 'First.java')
assert same(1, 4, 'Second.java')
assert !new File(basedir, 'target/netc/packaged/META-INF/netc/gone.net').exists()
assert new File(basedir, 'target/netc/packaged/META-INF/netc/first.net').exists()
