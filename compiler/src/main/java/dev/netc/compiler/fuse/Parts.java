package dev.netc.compiler.fuse;

import java.util.ArrayList;
import java.util.List;

/** Lists the direct parts of an expression. */
final class Parts implements Expression.Visitor<List<Expression>> {
  /** The numbers that are read to find a position. */
  static List<Expression> reads(Index index) {
    if (index.isAffine()) {
      return List.of();
    }
    List<Expression> found = new ArrayList<>();
    index.contains(
        atom -> {
          if (atom instanceof Index.Read read) {
            found.add(read.value());
          }
          return false;
        });
    return found;
  }

  @Override
  public List<Expression> load(Expression.Load load) {
    return reads(load.at());
  }

  @Override
  public List<Expression> literal(Expression.Literal literal) {
    return List.of();
  }

  @Override
  public List<Expression> position(Expression.Position position) {
    return reads(position.index());
  }

  @Override
  public List<Expression> draw(Expression.Draw draw) {
    List<Expression> parts = new ArrayList<>(reads(draw.at()));
    parts.add(draw.low());
    parts.add(draw.high());
    return parts;
  }

  @Override
  public List<Expression> apply(Expression.Apply apply) {
    return apply.operands();
  }

  @Override
  public List<Expression> convert(Expression.Convert convert) {
    return List.of(convert.operand());
  }

  @Override
  public List<Expression> choice(Expression.Choice choice) {
    List<Expression> parts = new ArrayList<>();
    choice.conditions().forEach(condition -> parts.addAll(reads(condition.index())));
    parts.add(choice.inside());
    parts.add(choice.outside());
    return parts;
  }

  @Override
  public List<Expression> fold(Expression.Fold fold) {
    return List.of(fold.body());
  }

  @Override
  public List<Expression> search(Expression.Search search) {
    return List.of(search.body());
  }

  @Override
  public List<Expression> found(Expression.Found found) {
    return List.of(found.search());
  }

  @Override
  public List<Expression> checked(Expression.Checked checked) {
    return List.of(checked.operand());
  }
}
