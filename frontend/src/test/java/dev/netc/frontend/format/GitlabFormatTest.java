package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.frontend.format.OddReports.PLACES;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GitlabFormatTest {
  private static final GitlabFormat GITLAB = new GitlabFormat(PLACES);

  private static JsonArray issues(Report report) {
    return JsonParser.parseString(GITLAB.render(report)).getAsJsonArray();
  }

  private static Report report(SourceFile file, int... places) {
    List<Diagnostic> diagnostics =
        IntStream.range(0, places.length)
            .mapToObj(
                i ->
                    Diagnostic.error("E0301", "bad, for the " + i)
                        .at(file.span(places[i], places[i] + 3))
                        .build())
            .toList();
    return new Report(List.of(new CheckedFile("a.net", List.of(), diagnostics)), List.of());
  }

  private static List<String> fingerprints(Report report) {
    return issues(report).asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(issue -> issue.get("fingerprint").getAsString())
        .toList();
  }

  @Test
  void anIssueHasItsPlaceAndWeight() {
    JsonArray issues = issues(OddReports.odd());
    JsonObject error = issues.get(1).getAsJsonObject();

    assertThat(issues).hasSize(2);
    assertThat(error.get("check_name").getAsString()).isEqualTo("E0301");
    assertThat(error.get("severity").getAsString()).isEqualTo("major");
    assertThat(error.getAsJsonObject("location").get("path").getAsString())
        .isEqualTo(OddReports.FILE.name());
    assertThat(error.getAsJsonObject("location").getAsJsonObject("lines").toString())
        .isEqualTo("{\"begin\":2,\"end\":2}");
    assertThat(error.get("description").getAsString()).startsWith(OddReports.ERROR.message());
  }

  @Test
  void aFindingKeepsItsFingerprintWhenItsLineMoves() {
    Report before = report(new SourceFile("a.net", "bad\n"), 0);
    Report after = report(new SourceFile("a.net", "// a remark\n\n  bad\n"), 15);

    assertThat(fingerprints(before)).isEqualTo(fingerprints(after));
  }

  @Test
  void equalLinesAndPlacesHaveFingerprintsOfTheirOwn() {
    Report twice = report(new SourceFile("a.net", "bad bad\nbad bad\n"), 0, 0, 4, 8);

    assertThat(fingerprints(twice)).containsNoDuplicates();
    assertThat(fingerprints(twice)).hasSize(4);
  }

  @Test
  void nothingFoundIsAnEmptyList() {
    assertThat(GITLAB.render(OddReports.empty())).isEqualTo("[]\n");
  }
}
