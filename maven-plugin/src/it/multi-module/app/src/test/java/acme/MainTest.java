package acme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void predicts() {
    assertTrue(Float.isFinite(Main.score(0, 1)));
  }
}
