package dev.netc.compiler.syntax;

import dev.netc.compiler.ast.File;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.source.Span;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;

/** Reads the text of a file into its syntax tree. */
public final class Parser {

  /**
   * Reads one file. Never throws, whatever the text.
   *
   * @param source the text
   * @return the tree of all that could be read, and what is wrong with the rest
   */
  public ParseResult parse(SourceFile source) {
    return parse(source.wholeSpan());
  }

  /**
   * Reads a part of a file that holds whole declarations; places are those in the file.
   *
   * @param part the text
   * @return as of a file
   */
  public ParseResult parse(Span part) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    TokenList tokens = TokenList.read(part, diagnostics);
    SyntaxErrors errors = new SyntaxErrors(tokens, diagnostics);
    int tooDeep = tokens.tooDeep();
    if (tooDeep >= 0) {
      errors.reportTooDeep(tokens.tokens().get(tooDeep));
      return result(nothing(part), diagnostics);
    }
    try {
      NetParser.FileContext tree = parser(tokens, errors).file();
      errors.reportInterruption();
      return result(new FileBuilder(part, tokens, diagnostics).build(tree), diagnostics);
    } catch (NestingLimit.TooDeepException exception) {
      errors.reportTooDeep(exception.token());
      return result(nothing(part), diagnostics);
    }
  }

  /**
   * Reads a part of a file as one expression.
   *
   * @return its tree, or nothing where there was an error, which has been reported
   */
  static Optional<NetParser.ExpressionContext> parseExpression(
      Span part, List<Diagnostic> diagnostics) {
    int before = diagnostics.size();
    TokenList tokens = TokenList.read(part, diagnostics);
    SyntaxErrors errors = new SyntaxErrors(tokens, diagnostics);
    int tooDeep = tokens.tooDeep();
    if (tooDeep >= 0) {
      errors.reportTooDeep(tokens.tokens().get(tooDeep));
      return Optional.empty();
    }
    try {
      NetParser.HoleContext hole = parser(tokens, errors).hole();
      return diagnostics.size() == before ? Optional.of(hole.expression()) : Optional.empty();
    } catch (NestingLimit.TooDeepException exception) {
      errors.reportTooDeep(exception.token());
      return Optional.empty();
    }
  }

  static NetParser parser(TokenList tokens, SyntaxErrors errors) {
    NetParser parser = new NetParser(new CommonTokenStream(new ListTokenSource(tokens.tokens())));
    parser.removeErrorListeners();
    parser.setErrorHandler(new SyntaxRecovery(tokens, errors, parser));
    parser.addParseListener(new NestingLimit());
    return parser;
  }

  private static File nothing(Span part) {
    return new File(part, Optional.empty(), List.of(), List.of(), Set.of());
  }

  private static ParseResult result(File file, List<Diagnostic> diagnostics) {
    return new ParseResult(file, diagnostics.stream().sorted(Diagnostic.BY_POSITION).toList());
  }
}
