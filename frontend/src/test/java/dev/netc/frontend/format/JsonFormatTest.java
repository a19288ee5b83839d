package dev.netc.frontend.format;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class JsonFormatTest {
  private static final JsonFormat JSON = new JsonFormat("0.1.0");

  @Test
  void reportsFollowTheirSchema() throws IOException {
    String schema = Files.readString(Path.of("../docs/schema/check-1.schema.json"));

    JsonSchemas.assertValid(JSON.render(OddReports.odd()), schema);
    JsonSchemas.assertValid(JSON.render(OddReports.empty()), schema);
  }

  @Test
  void allFactsAreInIt() {
    JsonObject report = JsonParser.parseString(JSON.render(OddReports.odd())).getAsJsonObject();
    JsonObject diagnostic = report.getAsJsonArray("diagnostics").get(1).getAsJsonObject();

    assertThat(report.getAsJsonObject("summary").toString())
        .isEqualTo("{\"files\":2,\"errors\":1,\"warnings\":1,\"fixable\":1}");
    assertThat(diagnostic.get("code").getAsString()).isEqualTo("E0301");
    assertThat(diagnostic.get("message").getAsString()).isEqualTo(OddReports.ERROR.message());
    assertThat(diagnostic.getAsJsonObject("mismatch").toString())
        .isEqualTo("{\"expected\":\"[N, 120]\",\"actual\":\"[N, 400]\"}");
    assertThat(diagnostic.getAsJsonArray("traces").get(0).getAsJsonObject().getAsJsonArray("steps"))
        .hasSize(2);
    assertThat(
            diagnostic
                .getAsJsonArray("fixes")
                .get(0)
                .getAsJsonObject()
                .get("checked")
                .getAsBoolean())
        .isTrue();
    assertThat(
            diagnostic
                .getAsJsonArray("fixes")
                .get(1)
                .getAsJsonObject()
                .get("checked")
                .getAsBoolean())
        .isFalse();
  }
}
