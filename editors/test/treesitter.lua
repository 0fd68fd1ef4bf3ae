-- Neovim's own tree-sitter with our queries: how many characters of the files have a capture, and whether each query can be read.
-- nvim --headless -u NONE --cmd 'set rtp^=VIM,TREE' -S treesitter.lua FILE…, where TREE has parser/batos.so and queries/batos.
vim.cmd('filetype plugin on')
local report, wrong = {}, 0
for _, name in ipairs({ 'highlights', 'locals', 'indents', 'folds', 'tags' }) do
  local fine, query = pcall(vim.treesitter.query.get, 'batos', name)
  if not fine or not query then
    wrong = wrong + 1
    table.insert(report, name .. '.scm: ' .. tostring(query))
  end
end
local seen, all = 0, 0
for _, path in ipairs(vim.fn.argv()) do
  vim.cmd('edit ' .. vim.fn.fnameescape(path))
  if vim.bo.filetype ~= 'batos' then
    wrong = wrong + 1
    table.insert(report, path .. ': filetype ' .. vim.bo.filetype)
  end
  vim.treesitter.start(0, 'batos')
  local tree = vim.treesitter.get_parser(0):parse()[1]
  if tree:root():has_error() then
    wrong = wrong + 1
    table.insert(report, path .. ': the tree has an error node')
  end
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    for column in line:gmatch('()%S') do
      all = all + 1
      if #vim.treesitter.get_captures_at_pos(0, row - 1, column - 1) > 0 then
        seen = seen + 1
      else
        wrong = wrong + 1
        table.insert(report, ('%s:%d:%d: no capture'):format(path, row, column))
      end
    end
  end
end
table.insert(report, ('nvim: %d of %d characters have a capture'):format(seen, all))
vim.fn.writefile(vim.list_slice(report, math.max(1, #report - 20)), vim.g.report)
vim.cmd(wrong == 0 and 'quitall!' or 'cquit')
