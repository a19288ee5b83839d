package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.Doc;
import dev.netc.compiler.ast.FunctionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the library declares says what it is, and the docs show it. */
final class LibraryPageTest {
  private static final Path PAGE = Path.of("../docs/library.md");
  private static final Pattern SENTENCE =
      Pattern.compile("(?s)(?!PyTorch)[A-Z0-9`-].*?[.](\\s.*)?");
  private static final Pattern SOURCE =
      Pattern.compile("PyTorch:\\s`[\\w.]+`|Not in PyTorch|\\b(19|20)\\d\\d\\b");
  private static final Pattern SHAPE = Pattern.compile("\\[[^\\]]*\\]");

  @Test
  void theDocsHoldTheWholeLibrary() throws IOException {
    String page = LibraryPage.text();
    if (Boolean.getBoolean("bless")) {
      Files.writeString(PAGE, page);
    }
    assertWithMessage("%s is stale; -Dbless=true writes it", PAGE)
        .that(Files.readString(PAGE))
        .isEqualTo(page);
  }

  @Test
  void allDeclarationsAreSummedUpInASentence() {
    assertWithMessage("declarations whose comment does not start with a sentence about them")
        .that(without(function -> SENTENCE.matcher(documentation(function)).matches()))
        .isEmpty();
  }

  @Test
  void allDeclarationsNameTheirSource() {
    assertWithMessage("declarations without the name in PyTorch, a paper, or \"Not in PyTorch.\"")
        .that(without(function -> SOURCE.matcher(documentation(function)).find()))
        .isEmpty();
  }

  @Test
  void layersAndLossesTellShapes() {
    assertWithMessage("layers and losses without a shape in the comment or behind a parameter")
        .that(
            without(
                function ->
                    !List.of(FunctionKind.LAYER, FunctionKind.LOSS).contains(function.kind())
                        || SHAPE.matcher(documentation(function)).find()
                        || function.tensors().stream().anyMatch(t -> t.shape().isPresent())))
        .isEmpty();
  }

  private static List<String> without(Predicate<Declaration.Function> property) {
    return LibraryPage.declarations().stream()
        .filter(property.negate())
        .map(function -> function.span() + " " + function.name().text())
        .toList();
  }

  private static String documentation(Declaration.Function function) {
    return function.doc().map(Doc::text).orElse("");
  }
}
