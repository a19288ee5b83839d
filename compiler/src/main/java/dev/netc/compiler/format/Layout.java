package dev.netc.compiler.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A text whose line breaks are still open. A group is printed on one line where it fits there;
 * otherwise the breaks that lie in it, but in no smaller group, become line ends.
 */
sealed interface Layout {
  /** The width of what can only be printed on several lines. */
  int TOO_WIDE = 1_000_000;

  /** Nothing. */
  Layout EMPTY = new Text("");

  /** A blank that may become a line end. */
  Layout LINE = new Break(BreakKind.SPACE);

  /** A place that may become a line end. */
  Layout SOFT_LINE = new Break(BreakKind.NOTHING);

  /** A line end. */
  Layout HARD_LINE = new Break(BreakKind.LINE_END);

  /** A line end, and an empty line. */
  Layout BLANK_LINE = new Break(BreakKind.EMPTY_LINE);

  /** How wide this is on one line; {@link #TOO_WIDE} or more if it cannot be on one line. */
  int flatWidth();

  /** Whether a comment at its end ends the line. */
  boolean endsLine();

  /** Calls the visitor's method for this kind of layout. */
  <R> R accept(Visitor<R> visitor);

  /** What a break is where it is no line end, or whether it always is one. */
  enum BreakKind {
    SPACE,
    NOTHING,
    LINE_END,
    EMPTY_LINE
  }

  /**
   * Characters.
   *
   * @param text without line ends, but for a comment of several lines
   */
  record Text(String text) implements Layout {
    @Override
    public int flatWidth() {
      return text.indexOf('\n') < 0 ? text.length() : TOO_WIDE;
    }

    @Override
    public boolean endsLine() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitText(this);
    }
  }

  /**
   * Where a line may or must end.
   *
   * @param kind which of them
   */
  record Break(BreakKind kind) implements Layout {
    @Override
    public int flatWidth() {
      return switch (kind) {
        case SPACE -> 1;
        case NOTHING -> 0;
        case LINE_END, EMPTY_LINE -> TOO_WIDE;
      };
    }

    @Override
    public boolean endsLine() {
      return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBreak(this);
    }
  }

  /**
   * Parts one behind another.
   *
   * @param parts in order
   * @param flatWidth the sum of theirs, unless a comment ends the line between them
   * @param endsLine whether the last of them does
   */
  record Sequence(List<Layout> parts, int flatWidth, boolean endsLine) implements Layout {
    /** Keeps its own copy of the list. */
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSequence(this);
    }
  }

  /**
   * What is on one line if it fits there.
   *
   * @param content what it holds
   * @param flatWidth its width
   */
  record Group(Layout content, int flatWidth) implements Layout {
    @Override
    public boolean endsLine() {
      return content.endsLine();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitGroup(this);
    }
  }

  /**
   * What starts its lines further to the right than what is around it.
   *
   * @param columns how far
   * @param content what it holds
   * @param flatWidth its width
   */
  record Indented(int columns, Layout content, int flatWidth) implements Layout {
    @Override
    public boolean endsLine() {
      return content.endsLine();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIndented(this);
    }
  }

  /**
   * What starts its lines where it starts itself.
   *
   * @param content what it holds
   * @param flatWidth its width
   */
  record Aligned(Layout content, int flatWidth) implements Layout {
    @Override
    public boolean endsLine() {
      return content.endsLine();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAligned(this);
    }
  }

  /**
   * The value of a declaration behind its {@code =}: on the same line if it fits, or else on the
   * next if it fits there.
   *
   * @param value the value
   * @param wide where it goes if it fits on neither
   * @param flatWidth its width, with the blank before it
   */
  record Body(Layout value, WideBody wide, int flatWidth) implements Layout {
    @Override
    public boolean endsLine() {
      return value.endsLine();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBody(this);
    }
  }

  /** Where a value starts that no line holds. */
  enum WideBody {
    SAME_LINE,
    NEXT_LINE
  }

  /**
   * A comment behind code, up to the end of the line.
   *
   * @param text the comment
   * @param column comments with the same number stand in one column
   */
  record Remark(String text, int column) implements Layout {
    @Override
    public int flatWidth() {
      return 0;
    }

    @Override
    public boolean endsLine() {
      return true;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRemark(this);
    }
  }

  /**
   * A comment on lines of its own.
   *
   * @param text the comment
   */
  record CommentLine(String text) implements Layout {
    @Override
    public int flatWidth() {
      return TOO_WIDE;
    }

    @Override
    public boolean endsLine() {
      return true;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCommentLine(this);
    }
  }

  /** Characters. */
  static Layout text(String text) {
    return new Text(text);
  }

  /** Parts one behind another. */
  static Layout of(Layout... parts) {
    return of(List.of(parts));
  }

  /** Parts one behind another. */
  static Layout of(List<Layout> parts) {
    int width = 0;
    boolean over = false;
    for (Layout part : parts) {
      if (!part.equals(EMPTY)) {
        width = over ? TOO_WIDE : Math.min(width + part.flatWidth(), TOO_WIDE);
        over = part.endsLine();
      }
    }
    return new Sequence(parts, width, over);
  }

  /** On one line if it fits there. */
  static Layout group(Layout... parts) {
    Layout content = of(parts);
    return new Group(content, content.flatWidth());
  }

  /** Further lines one step to the right. */
  static Layout indented(Layout... parts) {
    Layout content = of(parts);
    return new Indented(4, content, content.flatWidth());
  }

  /** Further lines some columns to the right. */
  static Layout indentedBy(int columns, Layout content) {
    return new Indented(columns, content, content.flatWidth());
  }

  /** Further lines below the first. */
  static Layout aligned(Layout content) {
    return new Aligned(content, content.flatWidth());
  }

  /** The value of a declaration, with the blank or line end before it. */
  static Layout body(Layout value, WideBody wide) {
    return new Body(value, wide, Math.min(value.flatWidth() + 1, TOO_WIDE));
  }

  /** As many parts on each line as fit; each but the last brings the comma behind it. */
  static Layout filled(List<Layout> parts) {
    List<Layout> filled = new ArrayList<>();
    for (Layout part : parts) {
      filled.add(filled.isEmpty() ? part : group(LINE, part));
    }
    return of(filled);
  }

  /** All parts on one line, or each on a line of its own. */
  static Layout lined(List<Layout> parts) {
    List<Layout> lined = new ArrayList<>();
    for (Layout part : parts) {
      lined.add(lined.isEmpty() ? EMPTY : LINE);
      lined.add(part);
    }
    return group(of(lined));
  }

  /** One method for each kind of layout. */
  interface Visitor<R> {
    /** Characters. */
    R visitText(Text text);

    /** Where a line may end. */
    R visitBreak(Break place);

    /** Parts. */
    R visitSequence(Sequence sequence);

    /** What belongs on one line. */
    R visitGroup(Group group);

    /** What is further to the right. */
    R visitIndented(Indented indented);

    /** What is below its start. */
    R visitAligned(Aligned aligned);

    /** A value behind its {@code =}. */
    R visitBody(Body body);

    /** A comment behind code. */
    R visitRemark(Remark remark);

    /** A comment on its own lines. */
    R visitCommentLine(CommentLine comment);
  }
}
