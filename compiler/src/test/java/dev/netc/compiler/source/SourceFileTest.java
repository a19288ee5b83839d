package dev.netc.compiler.source;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class SourceFileTest {

  @Test
  void linesEndAsOnEveryPlatform() {
    SourceFile file = new SourceFile("a.net", "one\ntwo\r\nthree\rfour");
    assertThat(file.lineCount()).isEqualTo(4);
    assertThat(file.lineText(1)).isEqualTo("one");
    assertThat(file.lineText(2)).isEqualTo("two");
    assertThat(file.lineText(3)).isEqualTo("three");
    assertThat(file.lineText(4)).isEqualTo("four");
    assertThat(file.line(file.text().indexOf("two"))).isEqualTo(2);
    assertThat(file.column(file.text().indexOf("four") + 2)).isEqualTo(3);
  }

  @Test
  void theEndOfTheTextIsAPlace() {
    SourceFile file = new SourceFile("a.net", "one\n");
    assertThat(file.line(4)).isEqualTo(2);
    assertThat(file.column(4)).isEqualTo(1);
    assertThat(file.lineText(2)).isEmpty();
    assertThat(new SourceFile("b.net", "").line(0)).isEqualTo(1);
    assertThrows(IndexOutOfBoundsException.class, () -> file.line(5));
  }

  @Test
  void spansLieInTheirFile() {
    SourceFile file = new SourceFile("a.net", "x = y");
    assertThat(file.span(4, 5).text()).isEqualTo("y");
    assertThat(file.span(0, 1).to(file.span(4, 5))).isEqualTo(file.wholeSpan());
    assertThat(file.span(4, 5).after().text()).isEmpty();
    assertThat(file.span(4, 5).toString()).isEqualTo("a.net:1:5");
    assertThrows(IllegalArgumentException.class, () -> file.span(3, 6));
    assertThrows(IllegalArgumentException.class, () -> file.span(3, 2));
    SourceFile other = new SourceFile("b.net", "x");
    assertThrows(IllegalArgumentException.class, () -> file.span(0, 1).to(other.span(0, 1)));
  }
}
