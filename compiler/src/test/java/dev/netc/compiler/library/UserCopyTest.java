package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compilation;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.autodiff.TrainingGraph;
import dev.netc.compiler.autodiff.TrainingGraph.InputGradients;
import dev.netc.compiler.codegen.JavaSource;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphPrinter;
import dev.netc.compiler.library.GradientDomains.Call;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A layer in a user's file becomes the same Java as the same layer in the library: there is one way
 * through the compiler.
 */
final class UserCopyTest {
  private static final Compiler COMPILER = new Compiler(CompilerOptions.DEFAULT);
  private static final Path RESOURCES = Path.of("src", "test", "resources", "library");
  private static final Pattern PRIVATE = Pattern.compile("\\b_[A-Za-z]\\w*");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\w]*");

  /** In the text of a graph, a value where it is defined or used. */
  private static final Pattern VALUE =
      Pattern.compile("(?<![=\\w\"])[%\\p{L}_][\\w.#]*(?![\\w.#(=])");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Some of which the Java is compared too, which takes longer. */
  private static final Set<String> JAVA =
      Set.of(
          "Linear", "BatchNorm2d", "GroupNorm", "MultiheadAttention", "GELU", "CrossEntropyLoss");

  /**
   * Layers and losses of the library, with those that are private to their file, copied into the
   * user's, where they hide the library's. Those that use the compiler's own functions cannot be
   * copied.
   */
  @TestFactory
  Stream<DynamicTest> aCopyIsTheSameProgram() throws IOException {
    Map<String, Call> layers = new LinkedHashMap<>();
    for (Call call : GradientDomains.read().calls()) {
      FunctionKind kind = Library.standard().function(call.declaration()).orElseThrow().kind();
      if (kind != FunctionKind.FN && copy(call.declaration()).isPresent()) {
        layers.putIfAbsent(call.declaration(), call);
      }
    }
    assertThat(layers.keySet()).containsAtLeastElementsIn(JAVA);
    return layers.values().stream()
        .map(call -> DynamicTest.dynamicTest(call.declaration(), () -> compareWithCopy(call)));
  }

  private static void compareWithCopy(Call call) {
    String program = call.program();
    String copied = program + "\n" + copy(call.declaration()).orElseThrow();
    assertWithMessage(copied).that(graphs(copied)).isEqualTo(graphs(program));
    if (JAVA.contains(call.declaration())) {
      assertWithMessage(copied).that(nameless(copied)).isEqualTo(nameless(program));
    }
  }

  /** What cannot be copied, as a user would write it. */
  @Test
  void aConvolutionAndRecurrenceOfOnesOwnAreTheSameJava() throws IOException {
    String own = Files.readString(RESOURCES.resolve("own.net"));
    String library = own.replace("module: Own", "module: ");
    assertThat(library).isNotEqualTo(own);
    assertWithMessage(own).that(nameless(own)).isEqualTo(nameless(library));
  }

  /** All graphs, each value as the number of its first use. */
  private static String graphs(String program) {
    Analysis analysis = COMPILER.analyze(new SourceFile("own.net", program));
    assertWithMessage(program).that(analysis.errors()).isEmpty();
    return analysis.networks().stream()
        .flatMap(
            network ->
                Stream.of(
                        Optional.of(network.inference()),
                        network.evaluation(),
                        network.training().map(t -> TrainingGraph.of(network, InputGradients.NONE)))
                    .flatMap(Optional::stream))
        .map(UserCopyTest::numbered)
        .collect(Collectors.joining("\n"));
  }

  private static String numbered(Graph graph) {
    Map<String, String> names = new HashMap<>();
    return VALUE
        .matcher(GraphPrinter.print(graph).replaceAll("(?m)^output (\\w+)", "\"$1\""))
        .replaceAll(m -> names.computeIfAbsent(m.group(), key -> "v" + names.size()));
  }

  /** The Java without comments, strings and names. */
  private static String nameless(String program) {
    Compilation compilation = COMPILER.compile(new SourceFile("own.net", program));
    String java =
        compilation.sources().stream().map(JavaSource::text).collect(Collectors.joining("\n"));
    String code = STRING.matcher(COMMENT.matcher(java).replaceAll(" ")).replaceAll("\"\"");
    return SPACE.matcher(IDENTIFIER.matcher(code).replaceAll("v")).replaceAll(" ");
  }

  /** The source of a declaration and of the private ones that it needs. */
  private static Optional<String> copy(String declaration) {
    Map<String, String> sources = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(declaration));
    while (!open.isEmpty()) {
      String name = open.remove();
      Optional<String> source = Library.standard().source(name);
      if (source.isPresent() && sources.put(name, source.get()) == null) {
        PRIVATE.matcher(source.get()).results().map(MatchResult::group).forEach(open::add);
      }
    }
    boolean closed = sources.values().stream().noneMatch(source -> source.contains("primitive."));
    return closed ? Optional.of(String.join("\n\n", sources.values())) : Optional.empty();
  }
}
