"""Use cases of the exchange of packages between offices (trao đổi dữ liệu)."""
