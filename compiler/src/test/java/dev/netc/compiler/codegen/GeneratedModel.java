package dev.netc.compiler.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.elaborate.Network;
import dev.netc.runtime.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles networks to Java and Java to classes, in memory, and makes models of them. */
public final class GeneratedModel {
  private GeneratedModel() {}

  /** The generated source of a network. */
  static JavaSource source(Network network) {
    return source(network, TrainingGraph.InputGradients.NONE);
  }

  private static JavaSource source(Network network, TrainingGraph.InputGradients inputGradients) {
    CompilerOptions defaults = CompilerOptions.DEFAULT;
    CompilerOptions options =
        new CompilerOptions(
            Optional.empty(),
            Map.of(),
            inputGradients,
            CompilerOptions.Trials.NONE,
            defaults.levels(),
            defaults.limits());
    return Emitter.emit(network, new Compiler(options).plan(network));
  }

  /** A new model of seed 0. */
  public static Model of(Network network) {
    JavaSource source = source(network);
    return load(source, compile(source));
  }

  /** A new model of seed 0 whose trainers also give the gradients of inputs. */
  static Model withInputGradients(Network network) {
    JavaSource source = source(network, TrainingGraph.InputGradients.ALL);
    return load(source, compile(source));
  }

  /**
   * New models of networks, compiled together, which takes a fraction of the time. Each class gets
   * a package of its own. A network that no Java can be written of throws when it is asked for.
   */
  public static List<Supplier<Model>> of(List<Network> networks) {
    List<JavaSource> sources = new ArrayList<>();
    Map<String, byte[]> classes = new HashMap<>();
    List<Supplier<Model>> models = new ArrayList<>();
    for (Network network : networks) {
      try {
        JavaSource source = source(network.inPackage("generated" + models.size()));
        sources.add(source);
        models.add(() -> load(source, classes));
      } catch (RuntimeException | AssertionError e) {
        models.add(
            () -> {
              throw new AssertionError(e);
            });
      }
    }
    classes.putAll(compile(sources));
    return models;
  }

  /** A new model of seed 0 of compiled classes. */
  static Model load(JavaSource source, Map<String, byte[]> classes) {
    String name =
        source.packageName().isEmpty()
            ? source.className()
            : source.packageName() + "." + source.className();
    try {
      return (Model) new Loader(classes).loadClass(name).getConstructor(long.class).newInstance(0L);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(source.text(), e);
    }
  }

  /** The class files of a source, which must compile without a warning. */
  static Map<String, byte[]> compile(JavaSource source) {
    return compile(List.of(source));
  }

  private static Map<String, byte[]> compile(List<JavaSource> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Memory files = new Memory(compiler.getStandardFileManager(found, null, UTF_8));
    List<String> options = List.of("--release", "17", "-Xlint:all", "-Werror", "-proc:none");
    List<Text> units = sources.stream().map(Text::new).toList();
    if (!compiler.getTask(null, files, found, options, null, units).call()) {
      StringBuilder message = new StringBuilder();
      for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
        message.append(diagnostic).append('\n');
      }
      if (sources.size() == 1) {
        message.append(sources.get(0).text());
      }
      throw new AssertionError(message);
    }
    return files.classes();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(JavaSource source) {
      super(URI.create("memory:///" + source.path()), Kind.SOURCE);
      this.text = source.text();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new HashMap<>();
      written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling)
        throws IOException {
      return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(GeneratedModel.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
