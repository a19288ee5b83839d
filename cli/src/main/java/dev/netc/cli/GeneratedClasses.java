package dev.netc.cli;

import dev.netc.compiler.codegen.JavaSource;
import dev.netc.frontend.UsageException;
import dev.netc.runtime.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A Java source, compiled in memory and loaded: what lets {@code netc train} run a network that has
 * no file yet.
 */
final class GeneratedClasses extends ClassLoader {
  private final Map<String, byte[]> classes;

  private GeneratedClasses(Map<String, byte[]> classes) {
    super(Model.class.getClassLoader());
    this.classes = classes;
  }

  /**
   * Compiles a source against the runtime.
   *
   * @throws UsageException if this Java has no compiler
   * @throws IllegalStateException if the source does not compile, which is the fault of netc
   */
  static GeneratedClasses compile(JavaSource source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException(
          "needs a JDK to compile the network; %s is a Java without a compiler"
              .formatted(System.getProperty("java.home")));
    }
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    StandardJavaFileManager files = compiler.getStandardFileManager(problems, Locale.ROOT, null);
    try (ClassCollector collector = new ClassCollector(files)) {
      List<String> options = List.of("-proc:none", "-nowarn", "-classpath", runtimePath());
      List<SourceText> units = List.of(new SourceText(source));
      if (!compiler.getTask(null, collector, problems, options, null, units).call()) {
        throw new IllegalStateException(
            "the generated Java does not compile: " + problems.getDiagnostics());
      }
      return new GeneratedClasses(collector.bytes());
    } catch (IOException e) {
      throw new IllegalStateException("compiling in memory failed", e);
    }
  }

  /**
   * A new model of a generated class.
   *
   * @param seed what its parameters are drawn from
   */
  Model newModel(String className, long seed) {
    try {
      return loadClass(className)
          .asSubclass(Model.class)
          .getConstructor(long.class)
          .newInstance(seed);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a model of " + className, e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static String runtimePath() {
    try {
      return Path.of(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the runtime has no path", e);
    }
  }

  /** A source as javac reads it. */
  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(JavaSource source) {
      super(URI.create("memory:///" + source.path()), Kind.SOURCE);
      this.text = source.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Keeps the class files that javac writes. */
  private static final class ClassCollector extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

    ClassCollector(JavaFileManager files) {
      super(files);
    }

    Map<String, byte[]> bytes() {
      Map<String, byte[]> bytes = new HashMap<>();
      outputs.forEach((name, output) -> bytes.put(name, output.toByteArray()));
      return bytes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      outputs.put(className, output);
      URI uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
      return new SimpleJavaFileObject(uri, kind) {
        @Override
        public OutputStream openOutputStream() {
          return output;
        }
      };
    }
  }
}
