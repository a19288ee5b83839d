package dev.netc.compiler.elaborate;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.UiTests;
import dev.netc.compiler.lint.Level;
import dev.netc.compiler.lint.Levels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the compiler says of programs that the grammar allows and that are wrong nonetheless. */
final class ElaborationUiTest {

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrong() throws IOException {
    Stream<DynamicTest> tests = Stream.empty();
    for (String kind :
        new String[] {"budget", "lint", "names", "recovery", "shape", "structure", "training"}) {
      tests =
          Stream.concat(
              tests,
              new UiTests(
                      Path.of("src/test/resources/ui", kind),
                      source -> new Compiler(CompilerOptions.DEFAULT).analyze(source).diagnostics())
                  .tests());
    }
    return tests;
  }

  /** Warnings that one has to ask for. */
  @TestFactory
  Stream<DynamicTest> warnsWhereItIsAsked() throws IOException {
    Map<String, Level> asked =
        Map.of("W0314", Level.WARN, "W0415", Level.WARN, "W0422", Level.WARN);
    Levels levels = new Levels(asked, Optional.empty());
    Compiler compiler = new Compiler(CompilerOptions.DEFAULT.withLevels(levels));
    return new UiTests(
            Path.of("src/test/resources/ui/asked"),
            source -> compiler.analyze(source).diagnostics())
        .tests();
  }
}
