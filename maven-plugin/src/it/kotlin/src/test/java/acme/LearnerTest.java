package acme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LearnerTest {
  @Test
  void learns() {
    assertTrue(new Learner(new Xor(1)).loss(500) < 0.05f);
  }
}
