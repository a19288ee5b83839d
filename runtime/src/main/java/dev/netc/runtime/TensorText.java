package dev.netc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor as PyTorch prints it, character for character: {@code torch/_tensor_str.py} with its
 * default options.
 */
final class TensorText {
  private static final String PREFIX = "tensor(";
  private static final String ELLIPSIS = "...";
  private static final int THRESHOLD = 1000;
  private static final int EDGE = 3;
  private static final int LINE_WIDTH = 80;

  private final Tensor tensor;
  private final boolean summarised;
  private final NumberText numbers;

  private TensorText(Tensor tensor) {
    this.tensor = tensor;
    this.summarised = tensor.numel() > THRESHOLD;
    List<Integer> shown = new ArrayList<>();
    collectShown(0, 0, shown);
    double[] values = shown.stream().mapToDouble(tensor::element).toArray();
    this.numbers = NumberText.of(tensor.type(), values);
  }

  static String of(Tensor tensor) {
    String body = tensor.numel() == 0 ? "[]" : new TensorText(tensor).axis(0, 0, PREFIX.length());
    return withSuffixes(PREFIX + body, suffixes(tensor));
  }

  private void collectShown(int axis, int position, List<Integer> shown) {
    if (axis == tensor.rank()) {
      shown.add(position);
      return;
    }
    for (int index : shownIndices(axis)) {
      if (index >= 0) {
        collectShown(axis + 1, position * tensor.size(axis) + index, shown);
      }
    }
  }

  /** The indices that are printed of an axis, in order; -1 stands for the ellipsis. */
  private int[] shownIndices(int axis) {
    int size = tensor.size(axis);
    if (!summarised || size <= 2 * EDGE) {
      return IntStream.range(0, size).toArray();
    }
    IntStream head = IntStream.range(0, EDGE);
    IntStream tail = IntStream.range(size - EDGE, size);
    return IntStream.concat(IntStream.concat(head, IntStream.of(-1)), tail).toArray();
  }

  private String axis(int axis, int position, int indent) {
    int left = tensor.rank() - axis;
    if (left == 0) {
      return numbers.format(tensor.element(position));
    }
    List<String> parts = new ArrayList<>();
    for (int index : shownIndices(axis)) {
      int at = position * tensor.size(axis) + index;
      if (index < 0) {
        parts.add(left == 1 ? " " + ELLIPSIS : ELLIPSIS);
      } else {
        parts.add(axis(axis + 1, at, indent + 1));
      }
    }
    return left == 1
        ? vector(parts, indent)
        : "[" + String.join("," + "\n".repeat(left - 1) + " ".repeat(indent + 1), parts) + "]";
  }

  private String vector(List<String> elements, int indent) {
    int perLine = Math.max(1, Math.floorDiv(LINE_WIDTH - indent, numbers.width() + 2));
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < elements.size(); from += perLine) {
      int to = Math.min(elements.size(), from + perLine);
      lines.add(String.join(", ", elements.subList(from, to)));
    }
    return "[" + String.join(",\n" + " ".repeat(indent + 1), lines) + "]";
  }

  private static List<String> suffixes(Tensor tensor) {
    List<String> suffixes = new ArrayList<>();
    ElementType type = tensor.type();
    if (tensor.numel() == 0) {
      if (tensor.rank() != 1) {
        suffixes.add("size=" + Arrays.toString(tensor.shape()).replace('[', '(').replace(']', ')'));
      }
      if (type != ElementType.FLOAT) {
        suffixes.add("dtype=" + type.torchName());
      }
    } else if (type == ElementType.DOUBLE || type == ElementType.INT) {
      suffixes.add("dtype=" + type.torchName());
    }
    return suffixes;
  }

  private static String withSuffixes(String text, List<String> suffixes) {
    StringBuilder all = new StringBuilder(text);
    int lastLine = text.length() - text.lastIndexOf('\n') + 1;
    for (String suffix : suffixes) {
      if (lastLine + suffix.length() + 2 > LINE_WIDTH) {
        all.append(",\n").append(" ".repeat(PREFIX.length())).append(suffix);
        lastLine = PREFIX.length() + suffix.length();
      } else {
        all.append(", ").append(suffix);
        lastLine += suffix.length() + 2;
      }
    }
    return all.append(')').toString();
  }
}
