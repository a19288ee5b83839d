package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.frontend.drawing.Scene.Box;
import java.util.ArrayList;
import java.util.List;

/** How large texts and boxes are, in pixels. */
final class Sizing {
  static final double TITLE = 13;
  static final double TEXT = 11;
  static final double TITLE_LINE = 17;
  static final double TEXT_LINE = 15;
  static final double PADDING = 8;
  static final double SIDE = 16;

  /** Between neighbouring layers: room for a note and for a line to turn. */
  static final double GAP = 46;

  /** How far a line goes straight down, past its note. */
  static final double STEM = 16;

  /** From a border to the first layer, and from the last one to it. */
  static final double BORDER_GAP = 18;

  private static final double BOLD = 1.14;
  private static final double NARROWEST = 56;

  private Sizing() {}

  /** The texts below the title. */
  static List<String> texts(Box box) {
    List<String> texts = new ArrayList<>();
    if (!box.subtitle().isEmpty()) {
      texts.add(box.subtitle());
    }
    texts.addAll(box.details());
    return texts;
  }

  /** How wide the texts of a box are. */
  static double textWidth(Box box) {
    double width = BOLD * TextWidth.of(box.heading(), TITLE);
    for (String text : texts(box)) {
      width = Math.max(width, TextWidth.of(text, TEXT));
    }
    return width;
  }

  /** How high the texts of a box are, with the padding around them. */
  static double textHeight(Box box) {
    return 2 * PADDING + TITLE_LINE + TEXT_LINE * texts(box).size();
  }

  /** How wide a box is that has nothing within. */
  static double width(Box box) {
    double narrowest = box.kind() == Flow.Kind.OPERATOR ? NARROWEST / 2 : NARROWEST;
    return Math.max(narrowest, textWidth(box) + 2 * SIDE);
  }

  /** How wide a note is, from the line on. */
  static double note(Flow.Tensor tensor) {
    return 6 + TextWidth.of(tensor.shape(), TEXT);
  }
}
