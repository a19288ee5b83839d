package dev.netc.compiler.format;

import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.TokenTree;
import dev.netc.grammar.NetLexer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * The words of a text with the comments that belong to them: those above a word and those right
 * before it, and those behind it on its line. Documentation always stands above something.
 */
final class Words {
  /** A comment, and whether an empty line stands before it. */
  private record Comment(String text, boolean behindBlank) {}

  /** What stands around a word. */
  private static final class Surroundings {
    private final List<Comment> above = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private boolean behindBlank;
  }

  private final SourceFile source;
  private final Map<Token, Surroundings> surroundings = new HashMap<>();
  private final Map<Token, Integer> indices = new HashMap<>();
  private final List<Token> words;
  private int column;
  private int columns;

  /** Gives each comment of a text to a word. */
  Words(SourceFile source, TokenTree tree) {
    this.source = source;
    this.words = tree.words();
    int next = 0;
    List<Token> comments = tree.comments();
    for (int i = 0; i < words.size(); i++) {
      Token word = words.get(i);
      indices.put(word, i);
      surroundings.put(word, new Surroundings());
      List<Token> between = new ArrayList<>();
      while (next < comments.size() && comments.get(next).getStartIndex() < word.getStartIndex()) {
        between.add(comments.get(next++));
      }
      attach(i, between);
    }
  }

  private void attach(int index, List<Token> between) {
    Surroundings own = surroundings(words.get(index));
    int lastLine = index == 0 ? 0 : endLine(words.get(index - 1));
    boolean behind = index > 0;
    for (int i = 0; i < between.size(); i++) {
      Token comment = between.get(i);
      boolean sharesLine = sharesLine(between.subList(i, between.size()), words.get(index));
      behind = behind && startLine(comment) == lastLine && comment.getType() != NetLexer.DOC;
      if (behind && !(sharesLine && opens(words.get(index - 1)))) {
        surroundings(words.get(index - 1)).behind.add(text(comment));
      } else if (sharesLine) {
        own.before.add(text(comment));
      } else {
        boolean blank = lastLine > 0 && startLine(comment) > lastLine + 1;
        own.above.add(new Comment(text(comment), blank));
      }
      lastLine = endLine(comment);
    }
    own.behindBlank = lastLine > 0 && startLine(words.get(index)) > lastLine + 1;
  }

  /** Whether comments and the word behind them are on one line; the file's end is no word. */
  private boolean sharesLine(List<Token> comments, Token word) {
    int line = startLine(word);
    return word.getType() != Token.EOF
        && comments.stream()
            .allMatch(
                comment ->
                    comment.getType() == NetLexer.BLOCK_COMMENT
                        && endLine(comment) == line
                        && (startLine(comment) == line || comment == comments.get(0)));
  }

  private static boolean opens(Token word) {
    return switch (word.getType()) {
      case NetLexer.LPAREN,
          NetLexer.LINE_LPAREN,
          NetLexer.LBRACK,
          NetLexer.LINE_LBRACK,
          NetLexer.LBRACE ->
          true;
      default -> false;
    };
  }

  private Surroundings surroundings(Token word) {
    Surroundings found = surroundings.get(word);
    if (found == null) {
      throw new IllegalArgumentException("no word of this text: " + word);
    }
    return found;
  }

  private int startLine(Token token) {
    return source.line(token.getStartIndex());
  }

  private int endLine(Token token) {
    return source.line(Math.max(token.getStartIndex(), token.getStopIndex()));
  }

  private static String text(Token comment) {
    return comment.getText().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  /** From here on comments behind code stand in a column of their own; gives the one before. */
  int newColumn() {
    int outer = column;
    column = ++columns;
    return outer;
  }

  /** Goes back to an earlier column. */
  void column(int outer) {
    column = outer;
  }

  /** A word with all its comments. */
  Layout word(Token word) {
    return Layout.of(above(word), bare(word));
  }

  /** A word without the comments above it. */
  Layout bare(Token word) {
    List<Layout> parts = new ArrayList<>();
    surroundings(word).before.forEach(comment -> parts.add(Layout.text(comment + " ")));
    if (word.getType() != Token.EOF) {
      parts.add(Layout.text(word.getText()));
    }
    parts.add(behind(word));
    return parts.size() == 2 && parts.get(1).equals(Layout.EMPTY) ? parts.get(0) : Layout.of(parts);
  }

  /** A comma that may be left out: only what is behind it, unless a comment stands before it. */
  Layout optional(Token comma) {
    Surroundings own = surroundings(comma);
    return own.above.isEmpty() && own.before.isEmpty() ? behind(comma) : word(comma);
  }

  private Layout behind(Token word) {
    List<String> comments = surroundings(word).behind;
    if (comments.isEmpty()) {
      return Layout.EMPTY;
    }
    List<Layout> parts = new ArrayList<>();
    for (String comment : comments) {
      boolean toLineEnd = comment.startsWith("//");
      parts.add(toLineEnd ? new Layout.Remark(comment, column) : Layout.text(" " + comment));
    }
    return Layout.of(parts);
  }

  /**
   * The comments above a word, and the empty line between them and it. They are handed out once: a
   * construct that wants them outside of its groups asks for them before it asks for the word.
   */
  Layout above(Token word) {
    Surroundings own = surroundings(word);
    boolean blank = !own.above.isEmpty() && own.behindBlank && own.before.isEmpty();
    Layout comments = commentsAbove(word);
    return blank ? Layout.of(comments, Layout.BLANK_LINE) : comments;
  }

  /** The comments above a word, each on its own lines; handed out once. */
  Layout commentsAbove(Token word) {
    List<Layout> parts = new ArrayList<>();
    List<Comment> comments = surroundings(word).above;
    for (Comment comment : comments) {
      if (!parts.isEmpty() && comment.behindBlank()) {
        parts.add(Layout.BLANK_LINE);
      }
      parts.add(new Layout.CommentLine(comment.text()));
    }
    comments.clear();
    return parts.isEmpty() ? Layout.EMPTY : Layout.of(parts);
  }

  /** Whether comments stand behind a word. */
  boolean hasBehind(Token word) {
    return !surroundings(word).behind.isEmpty();
  }

  /** Whether comments stand above a word. */
  boolean hasAbove(Token word) {
    return !surroundings(word).above.isEmpty();
  }

  /** Whether an empty line stands before a word and the comments above it. */
  boolean startsBehindBlank(Token word) {
    Surroundings own = surroundings(word);
    return own.above.isEmpty() ? own.behindBlank : own.above.get(0).behindBlank();
  }

  /** Whether a word is the first of its line. */
  boolean startsLine(Token word) {
    int index = indices.getOrDefault(word, 0);
    return index == 0 || endLine(words.get(index - 1)) < startLine(word);
  }

  /** Whether two words and all between them are on one line. */
  boolean onOneLine(Token first, Token last) {
    return startLine(first) == endLine(last);
  }

  /** Where a word starts in its line, from 1. */
  int columnOf(Token word) {
    return source.column(word.getStartIndex());
  }
}
