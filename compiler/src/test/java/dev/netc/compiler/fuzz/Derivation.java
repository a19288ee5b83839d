package dev.netc.compiler.fuzz;

import dev.netc.grammar.NetParser;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.StarLoopEntryState;
import org.antlr.v4.runtime.atn.Transition;

/**
 * Sentences that the grammar allows, by a walk through the parser's own automaton: what the grammar
 * learns is in them without a change here.
 */
final class Derivation {
  private static final ATN GRAMMAR = NetParser._ATN;
  private static final int UNKNOWN = 1 << 20;
  private static final int DEEPEST = 40;

  private final Vocabulary vocabulary;

  /** By the number of a state: how few words lead from it to the end of its rule. */
  private final int[] shortest = new int[GRAMMAR.states.size()];

  Derivation(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    Arrays.fill(shortest, UNKNOWN);
    for (ATNState stop : GRAMMAR.ruleToStopState) {
      shortest[stop.stateNumber] = 0;
    }
    while (shorten()) {
      // Until nothing changes any more.
    }
  }

  private boolean shorten() {
    boolean changed = false;
    for (ATNState state : GRAMMAR.states) {
      int length =
          transitions(state).mapToObj(state::transition).mapToInt(this::length).min().orElse(0);
      if (length < shortest[state.stateNumber]) {
        shortest[state.stateNumber] = length;
        changed = true;
      }
    }
    return changed;
  }

  private static IntStream transitions(ATNState state) {
    boolean ends = state.equals(GRAMMAR.ruleToStopState[Math.max(0, state.ruleIndex)]);
    return IntStream.range(0, ends ? 0 : state.getNumberOfTransitions());
  }

  private int length(Transition way) {
    if (way instanceof RuleTransition rule) {
      return shortest[rule.target.stateNumber] + shortest[rule.followState.stateNumber];
    }
    return shortest[way.target.stateNumber] + (way.isEpsilon() ? 0 : 1);
  }

  /**
   * A sentence of one of the grammar's rules.
   *
   * @param words about how many it gets at the most
   */
  String derive(int rule, int words, Random random) {
    Walk walk = new Walk(words, random);
    walk.rule(rule);
    return walk.text.toString();
  }

  private final class Walk {
    private final StringBuilder text = new StringBuilder();
    private final Random random;
    private int left;
    private int depth;

    Walk(int left, Random random) {
      this.left = left;
      this.random = random;
    }

    void rule(int index) {
      if (index == NetParser.RULE_statement || index == NetParser.RULE_declaration) {
        text.append('\n');
      }
      depth++;
      ATNState state = GRAMMAR.ruleToStartState[index];
      while (!state.equals(GRAMMAR.ruleToStopState[index])) {
        state = step(state);
      }
      depth--;
    }

    private ATNState step(ATNState state) {
      Transition way = way(state);
      if (way instanceof RuleTransition rule) {
        rule(rule.target.ruleIndex);
        return rule.followState;
      }
      if (!way.isEpsilon()) {
        text.append(vocabulary.word(Vocabulary.any(way.label().toList(), random), random));
        text.append(' ');
        left--;
      }
      return way.target;
    }

    private Transition way(ATNState state) {
      List<Transition> ways = List.of(state.getTransitions());
      if (left <= 0 || depth > DEEPEST) {
        int least = ways.stream().mapToInt(Derivation.this::length).min().orElseThrow();
        return Vocabulary.any(ways.stream().filter(way -> length(way) == least).toList(), random);
      }
      // The first way of a loop goes into it once more.
      if (state instanceof StarLoopEntryState loop && !loop.isPrecedenceDecision) {
        return ways.get(random.nextInt(4) == 0 ? 1 : 0);
      }
      return Vocabulary.any(ways, random);
    }
  }
}
