package dev.netc.compiler.diagnostics;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextRendererTest {
  private static final String NET =
      """
      package lenet

      network LeNet {
          input image: float[N, 1, 32, 32]


          pooled = image -> features
          flat = pooled -> flatten
          h = flat -> fc1: Linear(84, in_features=120)
      }
      """;

  private static final SourceFile FILE = new SourceFile("lenet.net", NET);

  private static Span span(SourceFile file, String text) {
    int start = file.text().indexOf(text);
    return file.span(start, start + text.length());
  }

  private static Span span(String text) {
    return span(FILE, text);
  }

  private static String render(Diagnostic.Builder diagnostic) {
    return new TextRenderer(Colors.NONE).render(diagnostic.build());
  }

  @Test
  void showsPlacesFactsAndAdvice() {
    assertThat(
            render(
                Diagnostic.error("E0301", "`Linear` expects 120 input features, its input has 400")
                    .at(span("in_features=120"), "120 is asserted here")
                    .also(span("pooled -> flatten"), "`flat` is float[N, 400]")
                    .note("400 = 16 · 5 · 5, from `pooled`: float[N, 16, 5, 5]")
                    .help("leave `in_features` out: the size is inferred")))
        .isEqualTo(
            """
            error[E0301]: `Linear` expects 120 input features, its input has 400
              --> lenet.net:9:33
               |
             8 |     flat = pooled -> flatten
               |            ----------------- `flat` is float[N, 400]
             9 |     h = flat -> fc1: Linear(84, in_features=120)
               |                                 ^^^^^^^^^^^^^^^ 120 is asserted here
               |
               = note: 400 = 16 · 5 · 5, from `pooled`: float[N, 16, 5, 5]
               = help: leave `in_features` out: the size is inferred
            """);
  }

  @Test
  void theLastRemarkStandsBehindTheOthersHang() {
    assertThat(
            render(
                Diagnostic.error("E0001", "three on a line")
                    .at(span("Linear"), "second\nof two lines")
                    .also(span("flat -> fc1"), "first")
                    .also(span("120"), "third")))
        .isEqualTo(
            """
            error[E0001]: three on a line
              --> lenet.net:9:22
               |
             9 |     h = flat -> fc1: Linear(84, in_features=120)
               |         -----------  ^^^^^^                 --- third
               |         |            |
               |         |            second
               |                      of two lines
               |         |
               |         first
            """);
  }

  @Test
  void linesBetweenPlacesAreShownOrLeftOut() {
    assertThat(
            render(
                Diagnostic.warning("W0001", "three lines")
                    .at(span("image:"), "here")
                    .also(span("network"), "there")
                    .also(span("h ="), "elsewhere")))
        .isEqualTo(
            """
            warning[W0001]: three lines
              --> lenet.net:4:11
               |
             3 | network LeNet {
               | ------- there
             4 |     input image: float[N, 1, 32, 32]
               |           ^^^^^^ here
             ...
             9 |     h = flat -> fc1: Linear(84, in_features=120)
               |     --- elsewhere
            """);
  }

  @Test
  void aPlaceOverSeveralLinesIsMarkedAtItsEnds() {
    Span span = span("pooled = image").to(span("flatten"));
    assertThat(render(Diagnostic.error("E0001", "long").at(span, "all of this")))
        .isEqualTo(
            """
            error[E0001]: long
              --> lenet.net:7:5
               |
             7 |     pooled = image -> features
               |     ^^^^^^^^^^^^^^^^^^^^^^^^^^
             8 |     flat = pooled -> flatten
               |     ^^^^^^^^^^^^^^^^^^^^^^^^ all of this
            """);
  }

  @Test
  void tabsAndWideCharactersAreCountedAsTheyAreShown() {
    SourceFile file = new SourceFile("wide.net", "\tx\t= \"日本\" y \u001B[31m");
    assertThat(render(Diagnostic.error("E0001", "wide").at(span(file, "y"), "here")))
        .isEqualTo(
            """
            error[E0001]: wide
              --> wide.net:1:11
               |
             1 |     x   = "日本" y \uFFFD[31m
               |                  ^ here
            """);
  }

  @Test
  void aPlaceBetweenCharactersGetsOneCaret() {
    SourceFile file = new SourceFile("a.net", "x =");
    assertThat(render(Diagnostic.error("E0001", "end").at(file.span(3, 3))))
        .isEqualTo(
            """
            error[E0001]: end
              --> a.net:1:4
               |
             1 | x =
               |    ^
            """);
  }

  @Test
  void placesInOtherFilesFollow() {
    SourceFile library = new SourceFile("std/linear.net", "layer Linear(out) (x) {}\n");
    assertThat(
            render(
                Diagnostic.error("E0001", "two files")
                    .at(span("Linear(84"), "used here")
                    .also(span(library, "Linear"), "declared here")))
        .isEqualTo(
            """
            error[E0001]: two files
              --> lenet.net:9:22
               |
             9 |     h = flat -> fc1: Linear(84, in_features=120)
               |                      ^^^^^^^^^ used here
              ::: std/linear.net:1:7
               |
             1 | layer Linear(out) (x) {}
               |       ------ declared here
            """);
  }

  @Test
  void severalComeInTheOrderOfTheText() {
    Diagnostic late = Diagnostic.error("E0002", "late").at(span("h =")).build();
    Diagnostic early = Diagnostic.warning("W0001", "early").at(span("package")).build();
    TextRenderer renderer = new TextRenderer(Colors.NONE);
    String rendered = renderer.render(List.of(late, early));
    assertThat(rendered).isEqualTo(renderer.render(early) + "\n" + renderer.render(late));
    assertThat(renderer.render(List.of())).isEmpty();
  }

  @Test
  void coloursChangeNothingElse() {
    Diagnostic diagnostic =
        Diagnostic.error("E0001", "red")
            .at(span("Linear"), "a")
            .also(span("flat -> fc1"), "b")
            .note("c")
            .build();
    String coloured = new TextRenderer(Colors.ANSI).render(diagnostic);
    assertThat(coloured).contains("\u001B[1;31m");
    assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
        .isEqualTo(new TextRenderer(Colors.NONE).render(diagnostic));
  }
}
