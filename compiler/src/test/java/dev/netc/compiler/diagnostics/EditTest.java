package dev.netc.compiler.diagnostics;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EditTest {
  private static final SourceFile FILE = new SourceFile("a.net", "one two three");

  private static Edit edit(int start, int end, String replacement) {
    return new Edit(FILE.span(start, end), replacement);
  }

  @Test
  void editsAreMadeInOrderOfTheirPlaces() {
    assertThat(
            Edit.apply(FILE.text(), List.of(edit(8, 13, "3"), edit(0, 3, "1"), edit(4, 4, "and "))))
        .isEqualTo("1 and two 3");
  }

  @Test
  void neighboursDoNotOverlap() {
    assertThat(edit(0, 3, "").overlaps(edit(3, 4, ""))).isFalse();
    assertThat(edit(0, 3, "").overlaps(edit(2, 4, ""))).isTrue();
    assertThat(edit(3, 3, "x").overlaps(edit(3, 3, "y"))).isTrue();
    assertThat(edit(3, 3, "x").overlaps(edit(3, 4, "y"))).isFalse();
  }

  @Test
  void overlappingEditsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Edit.apply(FILE.text(), List.of(edit(0, 3, ""), edit(2, 4, ""))));
  }
}
