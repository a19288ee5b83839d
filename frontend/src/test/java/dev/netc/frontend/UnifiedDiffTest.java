package dev.netc.frontend;

import static com.google.common.truth.Truth.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void equalTextsHaveNoDifference() {
    assertThat(UnifiedDiff.of("a", "x\n", "x\n")).isEmpty();
  }

  @Test
  void changesFarApartAreApart() {
    String before = lines(20);
    String after = before.replace("line 2\n", "two\n").replace("line 18\n", "");

    assertThat(UnifiedDiff.of("a.net", before, after))
        .isEqualTo(
            """
            --- a/a.net
            +++ b/a.net
            @@ -1,5 +1,5 @@
             line 1
            -line 2
            +two
             line 3
             line 4
             line 5
            @@ -15,6 +15,5 @@
             line 15
             line 16
             line 17
            -line 18
             line 19
             line 20
            """);
  }

  @Test
  void aMissingEndOfLineIsSaid() {
    assertThat(UnifiedDiff.of("a", "x", "x\ny\n"))
        .isEqualTo(
            """
            --- a/a
            +++ b/a
            @@ -1,1 +1,2 @@
            -x
            \\ No newline at end of file
            +x
            +y
            """);
  }

  @Test
  void everythingMayGoOrCome() {
    assertThat(UnifiedDiff.of("a", "x\n", "")).contains("@@ -1,1 +0,0 @@\n-x\n");
    assertThat(UnifiedDiff.of("a", "", "x\n")).contains("@@ -0,0 +1,1 @@\n+x\n");
  }
}
