package dev.netc.compiler.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of one {@code .net} file under the name that messages show for it.
 *
 * <p>Offsets count UTF-16 units from 0, as {@link String#charAt} does; lines and columns count from
 * 1, as editors do. A line ends with {@code \n}, {@code \r\n} or {@code \r}; the end of line is no
 * part of its line's text. Two source files are equal only if they are the same object.
 */
public final class SourceFile {

  private final String name;
  private final String text;

  /** Found when a line is first asked for; whoever finds them finds the same. */
  private volatile int @Nullable [] lineStarts;

  /**
   * Wraps a text that has been read already.
   *
   * @param name how messages call the file, for example {@code examples/digits/lenet.net}
   * @param text its characters
   */
  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
  }

  private int[] lineStarts() {
    int[] known = lineStarts;
    if (known == null) {
      known = lineStarts(text);
      lineStarts = known;
    }
    return known;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean carriageReturnOfPair =
          c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !carriageReturnOfPair)) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /** How messages call this file. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** The number of UTF-16 units in the text. */
  public int length() {
    return text.length();
  }

  /** The number of lines; a text that ends with an end of line has an empty last line. */
  public int lineCount() {
    return lineStarts().length;
  }

  /**
   * The line that holds an offset, from 1.
   *
   * @throws IndexOutOfBoundsException if the offset is outside {@code 0..length()}
   */
  public int line(int offset) {
    checkOffset(offset);
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * The column of an offset in its line, from 1, in UTF-16 units.
   *
   * @throws IndexOutOfBoundsException if the offset is outside {@code 0..length()}
   */
  public int column(int offset) {
    return offset - lineStart(line(offset)) + 1;
  }

  /**
   * The offset at which a line (from 1) starts.
   *
   * @throws IndexOutOfBoundsException if there is no such line
   */
  public int lineStart(int line) {
    return lineStarts()[line - 1];
  }

  /**
   * The text of a line (from 1) without its end of line.
   *
   * @throws IndexOutOfBoundsException if there is no such line
   */
  public String lineText(int line) {
    int start = lineStart(line);
    int end = line < lineCount() ? lineStart(line + 1) : text.length();
    while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The span from {@code start} (inclusive) to {@code end} (exclusive). */
  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  /** The span of the whole text. */
  public Span wholeSpan() {
    return new Span(this, 0, length());
  }

  private void checkOffset(int offset) {
    if (offset < 0 || offset > text.length()) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + " is outside " + name + ", which has " + text.length());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
