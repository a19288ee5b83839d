package com.example;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class TrainTest {
  @Test
  void learnsTheCircle() {
    Circle circle = new Circle(1);

    float loss = Train.train(circle, 500);

    assertTrue(loss < 0.2f, "loss " + loss);
    assertTrue(Train.isInside(circle, 0.1f, 0.2f));
    assertFalse(Train.isInside(circle, 0.9f, -0.8f));
  }
}
