package dev.netc.compiler.syntax;

import dev.netc.compiler.source.SourceFile;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A stretch of a source file as ANTLR reads it. Positions are offsets in the file, in UTF-16 units,
 * so that tokens and spans agree; ANTLR's own streams count code points.
 */
final class Utf16Stream implements CharStream {
  private final SourceFile file;
  private final String text;
  private final int end;
  private int position;

  Utf16Stream(SourceFile file, int start, int end) {
    this.file = file;
    this.text = file.text();
    this.end = end;
    this.position = start;
  }

  @Override
  public void consume() {
    if (position >= end) {
      throw new IllegalStateException("cannot consume the end of the text");
    }
    position++;
  }

  @Override
  public int LA(int distance) {
    int at = distance > 0 ? position + distance - 1 : position + distance;
    return at >= 0 && at < end ? text.charAt(at) : IntStream.EOF;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return position;
  }

  @Override
  public void seek(int index) {
    position = Math.min(index, end);
  }

  @Override
  public int size() {
    return end;
  }

  @Override
  public String getSourceName() {
    return file.name();
  }

  @Override
  public String getText(Interval interval) {
    int last = Math.min(interval.b, end - 1);
    return interval.a > last ? "" : text.substring(interval.a, last + 1);
  }
}
