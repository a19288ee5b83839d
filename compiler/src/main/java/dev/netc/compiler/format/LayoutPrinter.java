package dev.netc.compiler.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Chooses where the lines of a layout end. */
final class LayoutPrinter {
  private final int width;

  /**
   * Makes a printer.
   *
   * @param width the widest that a line gets if it can be helped
   */
  LayoutPrinter(int width) {
    this.width = width;
  }

  /** The lines of a layout, the last one ended too; nothing for a layout of nothing. */
  String print(Layout layout) {
    return new Run(layout).print();
  }

  /** Whether what belongs together is on one line. */
  private enum Mode {
    FLAT,
    BROKEN
  }

  private record Entry(int indent, Mode mode, Layout layout) {}

  /** One layout on its way to the lines. The stack holds what is still to be printed. */
  private final class Run implements Layout.Visitor<Boolean> {
    private final Deque<Entry> rest = new ArrayDeque<>();
    private final Lines lines = new Lines();
    private int indent;
    private Mode mode = Mode.BROKEN;

    Run(Layout layout) {
      rest.push(new Entry(0, Mode.BROKEN, layout));
    }

    String print() {
      while (!rest.isEmpty()) {
        Entry entry = rest.pop();
        indent = entry.indent();
        mode = entry.mode();
        entry.layout().accept(this);
      }
      return lines.text();
    }

    private boolean push(Layout layout, int newIndent, Mode newMode) {
      rest.push(new Entry(newIndent, newMode, layout));
      return true;
    }

    @Override
    public Boolean visitText(Layout.Text text) {
      lines.write(text.text(), indent);
      return true;
    }

    @Override
    public Boolean visitBreak(Layout.Break place) {
      boolean open = mode == Mode.BROKEN;
      switch (place.kind()) {
        case SPACE -> {
          if (open) {
            lines.end(indent);
          } else {
            lines.write(" ", indent);
          }
        }
        case NOTHING -> {
          if (open) {
            lines.end(indent);
          }
        }
        case LINE_END -> lines.end(indent);
        case EMPTY_LINE -> {
          lines.end(indent);
          lines.end(indent);
        }
      }
      return true;
    }

    @Override
    public Boolean visitSequence(Layout.Sequence sequence) {
      List<Layout> parts = sequence.parts();
      for (int i = parts.size() - 1; i >= 0; i--) {
        push(parts.get(i), indent, mode);
      }
      return true;
    }

    @Override
    public Boolean visitGroup(Layout.Group group) {
      boolean flat = mode == Mode.FLAT || fits(lines.column(indent) + group.flatWidth());
      return push(group.content(), indent, flat ? Mode.FLAT : Mode.BROKEN);
    }

    @Override
    public Boolean visitIndented(Layout.Indented indented) {
      return push(indented.content(), indent + indented.columns(), mode);
    }

    @Override
    public Boolean visitAligned(Layout.Aligned aligned) {
      return push(aligned.content(), lines.column(indent), mode);
    }

    @Override
    public Boolean visitBody(Layout.Body body) {
      int below = indent + 4;
      Layout value = body.value();
      boolean fitsHere = mode == Mode.FLAT || fits(lines.column(indent) + 1 + value.flatWidth());
      boolean here =
          fitsHere
              || switch (body.wide()) {
                case SAME_LINE -> !fits(below + value.flatWidth());
                case NEXT_LINE -> false;
              };
      if (here) {
        push(value, indent, mode);
        return push(Layout.text(" "), indent, mode);
      }
      push(value, below, Mode.BROKEN);
      return push(Layout.HARD_LINE, below, Mode.BROKEN);
    }

    @Override
    public Boolean visitRemark(Layout.Remark remark) {
      lines.remark(remark);
      return true;
    }

    @Override
    public Boolean visitCommentLine(Layout.CommentLine comment) {
      lines.comment(comment.text(), indent);
      return true;
    }

    /** Whether the line holds what ends at a column, and what follows up to the next open break. */
    private boolean fits(int column) {
      int end = column;
      Iterator<Entry> following = rest.iterator();
      while (end <= width && following.hasNext()) {
        Leading leading = following.next().layout().accept(leadings);
        end += leading.width();
        if (leading.ends()) {
          break;
        }
      }
      return end <= width;
    }
  }

  /** How wide a layout is up to its first break, and whether it has one. */
  private record Leading(int width, boolean ends) {}

  private final Layout.Visitor<Leading> leadings =
      new Layout.Visitor<>() {
        @Override
        public Leading visitText(Layout.Text text) {
          return new Leading(text.text().length(), false);
        }

        @Override
        public Leading visitBreak(Layout.Break place) {
          return new Leading(0, true);
        }

        @Override
        public Leading visitSequence(Layout.Sequence sequence) {
          int sum = 0;
          for (Layout part : sequence.parts()) {
            Leading leading = part.accept(this);
            sum += leading.width();
            if (leading.ends() || sum > width) {
              return new Leading(sum, true);
            }
          }
          return new Leading(sum, false);
        }

        @Override
        public Leading visitGroup(Layout.Group group) {
          return group.content().accept(this);
        }

        @Override
        public Leading visitIndented(Layout.Indented indented) {
          return indented.content().accept(this);
        }

        @Override
        public Leading visitAligned(Layout.Aligned aligned) {
          return aligned.content().accept(this);
        }

        @Override
        public Leading visitBody(Layout.Body body) {
          return new Leading(0, true);
        }

        @Override
        public Leading visitRemark(Layout.Remark remark) {
          return new Leading(0, false);
        }

        @Override
        public Leading visitCommentLine(Layout.CommentLine comment) {
          return new Leading(0, true);
        }
      };
}
