package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reviewer is told of two versions. */
final class DiffCommandTest {
  private static final String OLD =
      """
      network Net {
          input image: float[N, 1, 28, 28]
          target digit: int[N]
          logits = image -> conv1: Conv2d(6, 5) -> relu -> flatten -> fc1: Linear(10)
          output logits
          loss CrossEntropyLoss(logits, digit)
          optimizer SGD(lr=0.01)
      }
      """;

  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  private Outcome diff(String now, Object... options) throws IOException {
    Object[] arguments = new Object[options.length + 3];
    arguments[0] = "diff";
    arguments[1] = write("old.net", OLD);
    arguments[2] = write("new.net", now);
    System.arraycopy(options, 0, arguments, 3, options.length);
    return netc(arguments);
  }

  @Test
  void whatIsWrittenAnotherWayIsNoChange() throws IOException {
    Outcome outcome =
        diff(
            OLD.replace("optimizer SGD(lr=0.01)", "// slow\n    optimizer   SGD(lr=0.01)"),
            "--exit-code");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).startsWith("Net (");
    assertThat(outcome.out()).endsWith("new.net): no change\n");
  }

  @Test
  void layersShapesCostsAndLearningAreTold() throws IOException {
    Outcome outcome =
        diff(
            OLD.replace("1, 28, 28", "3, 28, 28")
                .replace("relu", "gelu")
                .replace("SGD(lr=0.01)", "AdamW(lr=0.001)"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isEqualTo(0);
    String out = outcome.out();
    assertThat(out).contains("  inputs\n    ~ image: float[N, 1, 28, 28] → float[N, 3, 28, 28]\n");
    assertThat(out).contains("    - relu  [N, 6, 24, 24]\n");
    assertThat(out).contains("    + gelu  [N, 6, 24, 24]\n");
    assertThat(out).contains("    ~ conv1.weight: float[6, 1, 5, 5] → float[6, 3, 5, 5]\n");
    assertThat(out).contains("    - optimizer SGD(lr=0.01)\n    + optimizer AdamW(lr=0.001)\n");
    assertThat(out).contains("cost for N = 1\n");
    // 6·25 + 6 + 10·3456 + 10, and twice 150 more.
    assertThat(out).containsMatch("parameters +34,726 → +35,026 +\\+0\\.9 %");
    assertThat(out).containsMatch("memory to train +[0-9.]+ KB → +[0-9.]+ KB +\\+[0-9.]+ %");
    assertThat(out)
        .contains("  old weights do not load\n    another shape or type: conv1.weight\n");
  }

  @Test
  void aLayerWithAnotherNameOnlyIsRenamed() throws IOException {
    Outcome outcome = diff(OLD.replace("fc1:", "head:"));

    assertThat(outcome.out()).contains("  parameters\n    ~ fc1.* is now head.*\n");
    assertThat(outcome.out()).doesNotContain("- fc1.weight");
    assertThat(outcome.out()).contains("missing in them: head.weight, head.bias");
    assertThat(outcome.out()).contains("not wanted any more: fc1.weight, fc1.bias");
  }

  @Test
  void whatOnlyLearnsOtherwiseTakesOldWeights() throws IOException {
    Outcome outcome = diff(OLD.replace("SGD(lr=0.01)", "SGD(lr=0.1, momentum=0.9)"));

    assertThat(outcome.out()).contains("  old weights load\n");
  }

  @Test
  void theExitCodeTellsOfAChangeIfAsked() throws IOException {
    String now = OLD.replace("relu", "gelu");

    assertThat(diff(now).status()).isEqualTo(0);
    assertThat(diff(now, "--exit-code").status()).isEqualTo(1);
  }

  @Test
  void programsGetAllFacts() throws IOException {
    Outcome outcome = diff(OLD.replace("Linear(10)", "Linear(20)"), "--format=json");

    JsonObject network =
        JsonParser.parseString(outcome.out())
            .getAsJsonObject()
            .getAsJsonArray("networks")
            .get(0)
            .getAsJsonObject();
    assertThat(network.get("name").getAsString()).isEqualTo("Net");
    assertThat(network.getAsJsonObject("weights").get("load").getAsBoolean()).isFalse();
    assertThat(network.getAsJsonObject("weights").get("reshaped").toString())
        .isEqualTo("[\"fc1.weight\",\"fc1.bias\"]");
    JsonObject parameters = network.getAsJsonArray("costs").get(0).getAsJsonObject();
    assertThat(parameters.get("before").getAsLong()).isEqualTo(34_726);
    assertThat(parameters.get("after").getAsLong()).isEqualTo(69_296);
    assertThat(network.getAsJsonObject("changes").has("parameters")).isTrue();
  }

  @Test
  void aPullRequestGetsMarkdown() throws IOException {
    String out = diff(OLD.replace("relu", "gelu"), "--format=markdown").out();

    assertThat(out).startsWith("### Net (");
    assertThat(out).contains("| parameters | 34,726 | 34,726 | = |\n");
    assertThat(out).contains("```diff\n  layers\n- relu  [N, 6, 24, 24]\n+ gelu");
    assertThat(out).contains("✅ old weights load\n");
    assertThat(diff(OLD, "--format=markdown").out()).isEqualTo("No network has changed.\n");
  }

  @Test
  void aBrokenVersionIsSaidToBe() throws IOException {
    Outcome outcome = diff(OLD.replace("-> relu", "-> nothing"));

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("E0201");
    assertThat(outcome.err()).contains("the new version of");
    assertThat(outcome.err()).contains("has an error: networks that have one are not compared");
    assertThat(outcome.out()).doesNotContain("removed");
  }

  @Test
  void directoriesAreComparedFileByFile() throws IOException {
    write("a/same.net", OLD);
    write("b/same.net", OLD.replace("relu", "gelu"));
    write("a/gone.net", OLD.replace("Net", "Gone"));
    write("b/deep/fresh.net", OLD.replace("Net", "Fresh"));

    Outcome outcome = netc("diff", directory.resolve("a"), directory.resolve("b"));

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("Fresh (deep/fresh.net): new\n");
    assertThat(outcome.out()).contains("Gone (gone.net): removed\n");
    assertThat(outcome.out()).contains("Net (same.net)\n");
    assertThat(netc("diff", directory.resolve("a"), directory.resolve("b/same.net")).status())
        .isEqualTo(2);
    assertThat(netc("diff", directory.resolve("a"), directory.resolve("c")).status()).isEqualTo(2);
  }
}
