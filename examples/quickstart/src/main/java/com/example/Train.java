package com.example;

import dev.netc.runtime.Tensor;
import java.nio.file.Path;

/** Trains the network {@link Circle}, which netc has made of {@code src/main/netc/circle.net}. */
public final class Train {
  private Train() {}

  /** Trains, shows how it goes, and saves the weights. */
  public static void main(String[] arguments) {
    Circle circle = new Circle(1);
    System.out.println(circle);
    train(circle, 500);
    Path file = Path.of("target", "circle.safetensors");
    circle.save(file);
    System.out.println("saved in " + file);
    System.out.println("(0.1, 0.2) is " + (isInside(circle, 0.1f, 0.2f) ? "inside" : "outside"));
  }

  /** Takes steps on points drawn from a square; gives the last loss. */
  static float train(Circle circle, int steps) {
    Circle.Trainer trainer = circle.trainer();
    float loss = Float.NaN;
    for (int step = 0; step < steps; step++) {
      Tensor points = points(step);
      trainer.zeroGrad();
      trainer.forward(points);
      loss = trainer.loss(sides(points));
      trainer.backward();
      trainer.step();
      if (step % 100 == 0) {
        System.out.printf("step %d  loss %.4f%n", step, loss);
      }
    }
    return loss;
  }

  /** 128 points between (-1, -1) and (1, 1). */
  static Tensor points(long seed) {
    float[] points = Tensor.rand(seed, 128, 2).floats();
    for (int i = 0; i < points.length; i++) {
      points[i] = 2 * points[i] - 1;
    }
    return Tensor.of(points, 128, 2);
  }

  /** On which side of the circle of radius 0.7 they lie. */
  static Tensor sides(Tensor points) {
    float[] xy = points.floats();
    int[] sides = new int[xy.length / 2];
    for (int i = 0; i < sides.length; i++) {
      sides[i] = Math.hypot(xy[2 * i], xy[2 * i + 1]) < 0.7 ? 0 : 1;
    }
    return Tensor.of(sides, sides.length);
  }

  /** What the network says of a point. */
  static boolean isInside(Circle circle, float x, float y) {
    float[] scores = circle.predictor().forward(Tensor.of(new float[] {x, y}, 1, 2)).floats();
    return scores[0] > scores[1];
  }
}
