package dev.netc.runtime;

import java.util.OptionalInt;

/**
 * An index that lies outside of the axis that it is for, such as a class that a loss does not know,
 * or a word that an embedding has no row for. The message names all of it: {@code `label` holds 7
 * at [13], where `CrossEntropyLoss` takes an index from 0 to 4}.
 */
public final class IndexException extends IndexOutOfBoundsException {
  private static final long serialVersionUID = 1;

  private final int index;
  private final int size;
  private final int element;
  private final String port;

  /**
   * For generated code.
   *
   * @param index the number
   * @param size of the axis
   * @param element the row-major position of the number in the input or target; -1 if it is
   *     computed from that
   * @param port the input or target with its type, such as {@code words: int[N, 12]}; empty if the
   *     number comes from none
   * @param user what the index is for, such as the name of a layer
   */
  public IndexException(int index, int size, int element, String port, String user) {
    super(message(index, size, element, port, user));
    this.index = index;
    this.size = size;
    this.element = element;
    this.port = name(port);
  }

  /** The number that is no index. */
  public int index() {
    return index;
  }

  /** How many indices there are: from 0 to one less than this. */
  public int size() {
    return size;
  }

  /** The name of the input or target that the index comes from; empty if it comes from none. */
  public String port() {
    return port;
  }

  /**
   * The row-major position in that input or target, from the first element of the batch; empty if
   * the index does not stand there as it is.
   */
  public OptionalInt element() {
    return element < 0 ? OptionalInt.empty() : OptionalInt.of(element);
  }

  private static String message(int index, int size, int element, String port, String user) {
    String holder;
    if (port.isEmpty()) {
      holder = "an index is " + index;
    } else if (element < 0) {
      holder = "an index made of `" + name(port) + "` is " + index;
    } else {
      holder = "`" + name(port) + "` holds " + index + place(port, element);
    }
    String taker = user.isEmpty() ? "an axis" : "`" + user + "`";
    return holder + ", where " + taker + " takes an index from 0 to " + (size - 1);
  }

  private static String name(String port) {
    int colon = port.indexOf(':');
    return colon < 0 ? port : port.substring(0, colon);
  }

  /** {@code at [3, 5]}, or the position alone if a size but the first is free at run time. */
  private static String place(String port, int element) {
    String dims = port.substring(port.indexOf('[') + 1, port.length() - 1);
    if (dims.isEmpty()) {
      return "";
    }
    String[] sizes = dims.split(", ", -1);
    StringBuilder at = new StringBuilder("]");
    int rest = element;
    for (int axis = sizes.length - 1; axis > 0; axis--) {
      if (!sizes[axis].chars().allMatch(Character::isDigit)) {
        return ", its element " + element;
      }
      int size = Integer.parseInt(sizes[axis]);
      at.insert(0, ", " + rest % size);
      rest /= size;
    }
    return " at [" + rest + at;
  }
}
