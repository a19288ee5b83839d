package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.frontend.drawing.Placed.Note;
import dev.netc.frontend.drawing.Placed.Point;
import dev.netc.frontend.drawing.Placed.Wire;
import dev.netc.frontend.drawing.Scene.Box;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Writes a placed scene as SVG. */
final class SvgWriter {
  private static final double MARGIN = 16;

  /** The colours of the kinds of boxes: of the inside and of the border, in light and in dark. */
  private static final String STYLE =
      """
      .netc { --back: #ffffff; --text: #1f2328; --quiet: #59636e; --line: #7d8590; --group: #8c959f12; --rim: #c4cbd3;
        --input: #e6f0fd; --input-rim: #3b78d8; --target: #f2ebfc; --target-rim: #8a5cd1; --layer: #e5f4ea; --layer-rim: #2f8f53;
        --plain: #f3f4f6; --plain-rim: #98a2ad; --output: #fdf0de; --output-rim: #c27717; --loss: #fde7e7; --loss-rim: #cf4a4a;
        --parameter: #f1f6e2; --parameter-rim: #78952a; }
      @media (prefers-color-scheme: dark) { .netc:not(.light) { DARK } }
      .netc.dark { DARK }
      .netc .back { fill: var(--back); }
      .netc text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-size: 11px;
        fill: var(--quiet); }
      .netc .title { font-size: 13px; font-weight: 600; fill: var(--text); }
      .netc .group > rect { fill: var(--group); stroke: var(--rim); }
      .netc .group > text { paint-order: stroke; stroke: var(--back); stroke-width: 3px; stroke-linejoin: round; }
      .netc .note { font-size: 11px; paint-order: stroke; stroke: var(--back); stroke-width: 3px; stroke-linejoin: round; }
      .netc .wire { fill: none; stroke: var(--line); stroke-width: 1.3; }
      .netc .tip { fill: var(--line); }
      .netc .box > rect { stroke-width: 1.2; fill: var(--plain); stroke: var(--plain-rim); }
      .netc .input > rect { fill: var(--input); stroke: var(--input-rim); }
      .netc .target > rect { fill: var(--target); stroke: var(--target-rim); }
      .netc .owner > rect { fill: var(--layer); stroke: var(--layer-rim); }
      .netc .parameter > rect { fill: var(--parameter); stroke: var(--parameter-rim); }
      .netc .output > rect { fill: var(--output); stroke: var(--output-rim); }
      .netc .loss > rect, .netc .metric > rect { fill: var(--loss); stroke: var(--loss-rim); }
      """
          .replace(
              "DARK",
              """
              --back: #0d1117; --text: #e6edf3; --quiet: #9aa4af; --line: #768390; --group: #8c959f14; --rim: #3d444d;
                --input: #10233f; --input-rim: #4c8dee; --target: #241a3a; --target-rim: #a67cf0; --layer: #10281a; --layer-rim: #3fa566;
                --plain: #1b2128; --plain-rim: #586069; --output: #33240f; --output-rim: #d6922f; --loss: #391a1c; --loss-rim: #e5605f;
                --parameter: #222a10; --parameter-rim: #93b03c;\
              """);

  private final StringBuilder out = new StringBuilder();
  private final Use use;

  /** What a picture is for. */
  private enum Use {
    /** It stands alone. */
    FILE,
    /** It is part of a page, which leads from its boxes to the source. */
    PAGE
  }

  private SvgWriter(Use use) {
    this.use = use;
  }

  /** A whole file. */
  static String file(Scene scene, Placed picture) {
    return svg(Use.FILE, scene, picture, "<style>\n" + STYLE + "</style>\n");
  }

  /** For a page that has the style. */
  static String element(Scene scene, Placed picture) {
    return svg(Use.PAGE, scene, picture, "");
  }

  /** The style that all pictures share. */
  static String style() {
    return STYLE;
  }

  private static String svg(Use use, Scene scene, Placed picture, String style) {
    SvgWriter writer = new SvgWriter(use);
    String width = number(picture.width() + 2 * MARGIN);
    String height = number(picture.height() + 2 * MARGIN);
    writer.line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"netc\" width=\"%s\" height=\"%s\""
            + " viewBox=\"0 0 %s %s\" role=\"img\">",
        width, height, width, height);
    writer.line("<title>%s</title>", Escapes.xml(scene.title()));
    writer.out.append(style);
    writer.line("<rect class=\"back\" width=\"%s\" height=\"%s\"/>", width, height);
    writer.line("<g class=\"all\">");
    writer.content(picture, MARGIN, MARGIN);
    writer.line("</g>");
    writer.line("</svg>");
    return writer.out.toString();
  }

  private void content(Placed group, double left, double top) {
    group.wires().forEach(wire -> wire(wire, left, top));
    for (Placed child : group.children()) {
      box(child, left + child.x(), top + child.y());
    }
    group.notes().forEach(note -> note(note, left, top));
  }

  private void box(Placed placed, double x, double y) {
    Box box = placed.box();
    boolean group = box.isGroup();
    String place =
        use == Use.FILE
            ? ""
            : " data-line=\"%d\" data-file=\"%s\""
                .formatted(box.span().line(), Escapes.xml(box.span().file().name()));
    line("<g class=\"%s\"%s>", classes(box), place);
    line("<title>%s</title>", Escapes.xml(tooltip(box)));
    String radius = group ? "10" : rounded(box) ? number(placed.height() / 2) : "6";
    line(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\"/>",
        number(x), number(y), number(placed.width()), number(placed.height()), radius);
    if (group) {
      content(placed, x, y);
      texts(box, x + Sizing.SIDE, y, "start");
    } else {
      texts(box, x + placed.width() / 2, y, "middle");
    }
    line("</g>");
  }

  private static boolean rounded(Box box) {
    return switch (box.kind()) {
      case INPUT, TARGET, OUTPUT, LOSS, METRIC, OPERATOR -> true;
      case PARAMETER, LAYER, FUNCTION, SEQUENCE, REPEAT -> false;
    };
  }

  private static String classes(Box box) {
    if (box.isGroup()) {
      return "group";
    }
    boolean owner = box.kind() != Flow.Kind.PARAMETER && !box.details().isEmpty();
    return "box " + box.kind().name().toLowerCase(Locale.ROOT) + (owner ? " owner" : "");
  }

  private static String tooltip(Box box) {
    return "line " + box.span().line() + "\n" + box.span().text();
  }

  private void texts(Box box, double x, double y, String anchor) {
    double baseline = y + Sizing.PADDING + Sizing.TITLE;
    text(box.heading(), "title", x, baseline, anchor);
    for (String text : Sizing.texts(box)) {
      baseline += Sizing.TEXT_LINE;
      text(text, "text", x, baseline, anchor);
    }
  }

  private void text(String text, String style, double x, double y, String anchor) {
    line(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
        style, number(x), number(y), anchor, Escapes.xml(text));
  }

  private void note(Note note, double left, double top) {
    text(note.text(), "note", left + note.x(), top + note.y(), "start");
  }

  /** Straight down through layers, and in a curve between them. */
  private void wire(Wire wire, double left, double top) {
    StringBuilder path = new StringBuilder();
    List<Point> points = wire.points();
    Point last = points.get(points.size() - 1);
    boolean arrow = wire.end() == Placed.End.ARROW;
    double tip = arrow ? 5 : 0;
    for (int i = 0; i < points.size(); i++) {
      double x = left + points.get(i).x();
      double y = top + points.get(i).y() - (i == points.size() - 1 ? tip : 0);
      if (i == 0) {
        path.append('M').append(number(x)).append(' ').append(number(y));
      } else {
        double beforeX = left + points.get(i - 1).x();
        double beforeY = top + points.get(i - 1).y();
        if (Math.abs(beforeX - x) < 0.05) {
          path.append('V').append(number(y));
        } else {
          double middle = (beforeY + y) / 2;
          path.append('C').append(number(beforeX)).append(' ').append(number(middle));
          path.append(' ').append(number(x)).append(' ').append(number(middle));
          path.append(' ').append(number(x)).append(' ').append(number(y));
        }
      }
    }
    line("<path class=\"wire\" d=\"%s\"/>", path);
    if (arrow) {
      double x = left + last.x();
      double y = top + last.y();
      line("<path class=\"tip\" d=\"M%s %sl-3.5 -7h7z\"/>", number(x), number(y));
    }
  }

  /** With one digit behind the point, if it is not 0. */
  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(1, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
