package dev.netc.benchmarks.compile;

import dev.netc.benchmarks.compile.Phases.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Draws the time of each phase over the number of layers, one upon the other. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 360;
  private static final int LEFT = 60;
  private static final int RIGHT = 130;
  private static final int TOP = 20;
  private static final int BOTTOM = 40;

  private static final Map<Phase, String> COLORS = new EnumMap<>(Phase.class);

  static {
    List<String> colors =
        List.of(
            "#4e79a7", "#76b7b2", "#59a14f", "#edc948", "#f28e2b", "#e15759", "#b07aa1", "#9c755f");
    for (Phase phase : Phase.values()) {
      COLORS.put(phase, colors.get(phase.ordinal()));
    }
  }

  private final NavigableMap<Integer, Map<Phase, Double>> times;
  private final double most;
  private final StringBuilder svg = new StringBuilder();

  private Plot(NavigableMap<Integer, Map<Phase, Double>> times) {
    this.times = times;
    this.most =
        times.values().stream()
            .mapToDouble(each -> each.values().stream().mapToDouble(Double::doubleValue).sum())
            .max()
            .orElse(1);
  }

  /**
   * An SVG picture.
   *
   * @param times milliseconds of each phase by number of layers
   */
  static String of(Map<Integer, Map<Phase, Double>> times) {
    return new Plot(new TreeMap<>(times)).draw();
  }

  private String draw() {
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <title>Time from text to Java over the number of layers, by phase</title>
        <rect width="%1$d" height="%2$d" fill="white"/>
        """
            .formatted(WIDTH, HEIGHT));
    drawAxes();
    Map<Integer, Double> below = new TreeMap<>();
    times.keySet().forEach(layers -> below.put(layers, 0.0));
    for (Phase phase : Phase.values()) {
      drawPhase(phase, below);
    }
    drawLegend();
    return svg.append("</svg>\n").toString();
  }

  private void drawAxes() {
    double step = step(most / 1000);
    for (double seconds = 0; seconds <= most / 1000; seconds += step) {
      double y = y(seconds * 1000);
      svg.append(
          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%2$.1f\" stroke=\"#ddd\"/>%n"
              .formatted(LEFT, y, WIDTH - RIGHT));
      text(LEFT - 6, y + 4, "end", "%.1f s".formatted(seconds));
    }
    for (int layers = 0; layers <= times.lastKey(); layers += 1000) {
      text(x(layers), HEIGHT - BOTTOM + 18, "middle", Integer.toString(layers));
    }
    text((x(0) + x(times.lastKey())) / 2, HEIGHT - 6, "middle", "layers");
  }

  /** One of 1, 2, 5 times a power of ten, so that there are some five lines. */
  private static double step(double whole) {
    double power = Math.pow(10, Math.floor(Math.log10(whole / 5)));
    double factor = whole / 5 / power;
    return power * (factor < 1.5 ? 1 : factor < 3.5 ? 2 : factor < 7.5 ? 5 : 10);
  }

  private void drawPhase(Phase phase, Map<Integer, Double> below) {
    List<String> points = new ArrayList<>();
    below.forEach((layers, time) -> points.add(0, point(layers, time)));
    times.forEach(
        (layers, each) -> {
          double top = below.merge(layers, each.getOrDefault(phase, 0.0), Double::sum);
          points.add(point(layers, top));
        });
    svg.append(
        "<polygon fill=\"%s\" points=\"%s\"/>%n"
            .formatted(COLORS.get(phase), String.join(" ", points)));
  }

  private void drawLegend() {
    double y = TOP + 10;
    for (int i = Phase.values().length - 1; i >= 0; i--) {
      Phase phase = Phase.values()[i];
      svg.append(
          "<rect x=\"%d\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>%n"
              .formatted(WIDTH - RIGHT + 16, y - 9, COLORS.get(phase)));
      text(WIDTH - RIGHT + 32, y, "start", phase.name().toLowerCase(Locale.ROOT));
      y += 18;
    }
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }

  private String point(int layers, double milliseconds) {
    return "%.1f,%.1f".formatted(x(layers), y(milliseconds));
  }

  private double x(double layers) {
    return LEFT + layers / times.lastKey() * (WIDTH - LEFT - RIGHT);
  }

  private double y(double milliseconds) {
    return HEIGHT - BOTTOM - milliseconds / most * (HEIGHT - TOP - BOTTOM);
  }
}
