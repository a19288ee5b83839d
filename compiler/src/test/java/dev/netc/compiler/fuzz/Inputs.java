package dev.netc.compiler.fuzz;

import dev.netc.grammar.NetParser;
import java.io.IOException;
import java.util.Random;

/** All random texts: the same for the same seed and number. */
final class Inputs {
  private static final int LONGEST = 4000;

  private final Corpus corpus;
  private final Damage damage;
  private final Derivation derivation;
  private final Grafts grafts;
  private final NetworkWriter networks;

  Inputs() throws IOException {
    corpus = Corpus.read();
    Vocabulary vocabulary = new Vocabulary(corpus);
    damage = new Damage(corpus, vocabulary);
    derivation = new Derivation(vocabulary);
    grafts = new Grafts(corpus, vocabulary, derivation);
    networks = new NetworkWriter(vocabulary);
  }

  /**
   * One text.
   *
   * @param seed of all
   * @param number which one
   */
  Input of(long seed, int number) {
    // Neighbouring seeds of a Random begin alike.
    Random random = new Random((seed * 1_000_003 + number) * 0x9E3779B97F4A7C15L);
    String text = text(random);
    return new Input(seed, number, text.substring(0, Math.min(text.length(), LONGEST)));
  }

  private String text(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> damage.ofCharacters(corpus.any(random), random);
      case 2 -> damage.ofLines(corpus.any(random), random);
      case 3, 4, 5 -> damage.ofWords(corpus.anyReadable(random), random);
      case 6 -> damage.soup(random);
      case 7 -> derivation.derive(NetParser.RULE_file, 20 + random.nextInt(100), random);
      case 8, 9 -> grafts.onto(corpus.anyReadable(random), random);
      case 10 -> networks.write(random);
      default -> damage.ofWords(networks.write(random), random);
    };
  }
}
