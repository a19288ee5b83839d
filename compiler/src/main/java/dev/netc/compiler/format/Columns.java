package dev.netc.compiler.format;

import dev.netc.grammar.NetLexer;
import dev.netc.grammar.NetParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * What stands below one another in neighbouring lines: the names of inputs and targets always, and
 * the {@code =} of bindings whose author has put it so.
 */
final class Columns {
  private Columns() {}

  /** How many blanks each statement gets before what is to stand in a column; most get none. */
  static Map<ParserRuleContext, Integer> of(
      Words words, List<NetParser.StatementContext> statements) {
    Map<ParserRuleContext, Integer> padding = new HashMap<>();
    List<NetParser.StatementContext> run = new ArrayList<>();
    for (NetParser.StatementContext statement : statements) {
      if (!run.isEmpty() && !belongsTo(words, run.get(run.size() - 1), statement)) {
        padding.putAll(padding(words, run));
        run.clear();
      }
      run.add(statement);
    }
    padding.putAll(padding(words, run));
    return padding;
  }

  private static boolean belongsTo(
      Words words, NetParser.StatementContext before, NetParser.StatementContext next) {
    return before.getClass() == next.getClass()
        && !words.startsBehindBlank(next.getStart())
        && !words.hasAbove(next.getStart());
  }

  private static Map<ParserRuleContext, Integer> padding(
      Words words, List<NetParser.StatementContext> run) {
    Map<ParserRuleContext, Integer> padding = new HashMap<>();
    if (run.stream().allMatch(NetParser.PortContext.class::isInstance)) {
      run.forEach(port -> padding.put(port, width(port.getStart())));
    } else if (run.size() > 1
        && run.stream().allMatch(line -> isAligned(words, line, run.get(0)))) {
      run.forEach(line -> padding.put(line, targetWidth(line)));
    }
    int widest = padding.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    padding.replaceAll((line, width) -> widest - width);
    return padding;
  }

  private static boolean isAligned(
      Words words, NetParser.StatementContext line, NetParser.StatementContext first) {
    return line instanceof NetParser.BindingContext binding
        && first instanceof NetParser.BindingContext other
        && targetWidth(line) > 0
        && !words.hasBehind(line.getStart())
        && binding.ASSIGN().getSymbol().getLine() == line.getStart().getLine()
        && words.columnOf(binding.ASSIGN().getSymbol())
            == words.columnOf(other.ASSIGN().getSymbol());
  }

  /** How wide a single name is that is bound; 0 for what is no single name. */
  private static int targetWidth(NetParser.StatementContext line) {
    Token name = line.getStart();
    return name.getType() == NetLexer.LINE_LPAREN ? 0 : width(name);
  }

  private static int width(Token word) {
    return word.getText().length();
  }
}
