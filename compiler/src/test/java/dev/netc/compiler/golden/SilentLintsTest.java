package dev.netc.compiler.golden;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.golden.Reach.Reached;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No false alarms: what is right, or was chosen to be compared, gets no warning. */
final class SilentLintsTest {
  /** Cases are there to show how sizes are rounded. */
  private static final Set<String> SEEN_IN_CASES = Set.of("W0421");

  @Test
  void examplesAndNetworksGetNoWarning() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : List.of(Path.of("..", "examples"), Reach.NETWORKS)) {
      try (Stream<Path> walk = Files.walk(root)) {
        walk.filter(file -> file.toString().endsWith(".net")).sorted().forEach(files::add);
      }
    }
    StringBuilder said = new StringBuilder();
    for (Path file : files) {
      said.append(said(file.toString(), Files.readString(file), Set.of()));
    }

    assertWithMessage("warnings").that(said.toString()).isEmpty();
  }

  @Test
  void casesGetNoWarning() throws IOException {
    StringBuilder said = new StringBuilder();
    for (Reached reached : Reach.of("layer", "function", "loss").reached()) {
      said.append(said(reached.name(), reached.program(), SEEN_IN_CASES));
    }

    assertWithMessage("warnings").that(said.toString()).isEmpty();
  }

  private static String said(String name, String program, Set<String> seen) {
    List<Diagnostic> diagnostics =
        new Compiler(CompilerOptions.DEFAULT)
            .analyze(new SourceFile(name, program)).diagnostics().stream()
                .filter(diagnostic -> !seen.contains(diagnostic.code()))
                .toList();
    return new TextRenderer(Colors.NONE).render(diagnostics);
  }
}
