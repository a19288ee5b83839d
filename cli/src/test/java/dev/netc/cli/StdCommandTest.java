package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import org.junit.jupiter.api.Test;

final class StdCommandTest {
  @Test
  void printsADeclarationWithItsDocumentation() {
    Outcome outcome = netc("std", "Linear");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).containsMatch("(?m)^/// ");
    assertThat(outcome.out()).containsMatch("(?m)^layer Linear\\(out_features");
    assertThat(outcome.out()).endsWith("}\n");
  }

  @Test
  void listsWhatThereIs() {
    Outcome outcome = netc("std");

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).contains("Conv2d");
    assertThat(outcome.out()).contains("CrossEntropyLoss");
    assertThat(outcome.out()).contains("Adam");
    assertThat(outcome.out()).doesNotContainMatch("(?m)^_");
  }

  @Test
  void anUnknownNameIsWrongUsage() {
    Outcome outcome = netc("std", "Linaer");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.err()).contains("Linaer");
    assertThat(outcome.err()).contains("Linear");
  }
}
