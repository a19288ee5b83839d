package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.frontend.format.OddReports.PLACES;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GithubFormatTest {
  private static final GithubFormat GITHUB = new GithubFormat(PLACES);

  @Test
  void aFindingIsOneLineWithEverythingEscaped() {
    List<String> lines = GITHUB.render(OddReports.odd()).lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo(
            "::warning file=nets/a \"b\" <c> & 100%25%2C d%3Aé.net,line=1,endLine=1,col=1,"
                + "endColumn=5,title=W0101::50%25 of `a,b:c`%0D%0Ais “odd”");
    assertThat(lines.get(1)).startsWith("::error file=nets/a \"b\" <c> & 100%25%2C d%3Aé.net,");
    assertThat(lines.get(1)).contains("line=2,endLine=2,col=13,endColumn=17,title=E0301::");
    assertThat(lines.get(1)).contains("here:%0A100 %25 wrong, really%0Anote: in `Bl<o>ck`");
    assertThat(lines.get(2)).isEqualTo("::error::b%25%0A.net is not UTF-8 text");
  }

  @Test
  void columnsOfSeveralLinesAreLeftOut() {
    Diagnostic wide = Diagnostic.error("E0301", "wide").at(OddReports.FILE.span(2, 12)).build();
    Report report =
        new Report(
            List.of(new CheckedFile(OddReports.FILE.name(), List.of(), List.of(wide))), List.of());

    assertThat(GITHUB.render(report)).contains(",line=1,endLine=2,title=E0301::wide\n");
  }

  @Test
  void nothingFoundIsNothingSaid() {
    assertThat(GITHUB.render(OddReports.empty())).isEmpty();
  }
}
