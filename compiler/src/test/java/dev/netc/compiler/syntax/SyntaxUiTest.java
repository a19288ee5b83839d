package dev.netc.compiler.syntax;

import dev.netc.compiler.UiTests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the parser says of programs that break the grammar. */
final class SyntaxUiTest {

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrong() throws IOException {
    return new UiTests(
            Path.of("src/test/resources/ui/syntax"),
            source -> new Parser().parse(source).diagnostics())
        .tests();
  }
}
