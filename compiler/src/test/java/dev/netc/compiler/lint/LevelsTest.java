package dev.netc.compiler.lint;

import static com.google.common.truth.Truth.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LevelsTest {
  @Test
  void whatIsSaidOfAllDoesNotTurnOnWhatOneHasToAskFor() {
    Levels denied = new Levels(Map.of(), Optional.of(Level.DENY));
    Levels asked = new Levels(Map.of("W0422", Level.WARN), Optional.of(Level.DENY));

    assertThat(denied.of("W0421")).isEqualTo(Level.DENY);
    assertThat(denied.of("W0422")).isEqualTo(Level.ALLOW);
    assertThat(asked.of("W0422")).isEqualTo(Level.WARN);
  }
}
